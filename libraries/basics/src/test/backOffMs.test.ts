import { describe, expect, it } from 'vitest';

import { backOffMs } from '../index.js';

const BACK_OFF = { firstMs: 200, mostMs: 1_500 };

describe(backOffMs.name, () => {
  it.each([
    [0, 100, 200],
    [1, 200, 400],
    [2, 400, 800],
    [3, 750, 1_500],
    [5_000, 750, 1_500],
  ])('after %i failures waits between %i and %i ms', (failures, leastMs, mostMs) => {
    expect(backOffMs(BACK_OFF, failures, 0)).toBe(leastMs);
    expect(backOffMs(BACK_OFF, failures, 1)).toBe(mostMs);
  });
});
