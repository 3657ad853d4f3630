import { describe, expect, it } from 'vitest';

import { reconnectDelayMs } from '../connection/reconnectDelayMs.js';

describe(reconnectDelayMs, () => {
  it.each([
    [0, 100, 200],
    [1, 200, 400],
    [2, 400, 800],
    [3, 750, 1_500],
    [50, 750, 1_500],
  ])('after %i failures is between %i and %i ms', (failures, leastMs, mostMs) => {
    expect(reconnectDelayMs(failures, 0)).toBe(leastMs);
    expect(reconnectDelayMs(failures, 1)).toBe(mostMs);
  });
});
