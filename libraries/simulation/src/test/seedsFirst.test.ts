import { describe, expect, it } from 'vitest';

import { faultsOf } from '../index.js';
import { firstViolation, partsOf } from './seeds.js';

// Two files, so that two cores share the seeds.
describe(faultsOf.name, () => {
  it.each(partsOf(1, 1000, 100))('finds no violation with the seeds %i to %i', async (from, to) => {
    expect(await firstViolation(from, to)).toBe('');
  });
});
