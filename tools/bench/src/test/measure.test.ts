import { describe, expect, it } from 'vitest';

import { distributionOf, extrapolate, measure } from '../measure.js';

const samplesOf = (...wallMs: readonly number[]) => wallMs.map((ms) => ({ wallMs: ms, cpuMs: ms / 2 }));

describe(measure.name, () => {
  it('prepares and runs one repetition after the other, and counts none of the warm-up', async () => {
    const steps: string[] = [];
    const { repetitions } = await measure({
      repetitions: 2,
      warmUp: 1,
      prepare: (repetition) => {
        steps.push(`prepare ${repetition}`);
        return () => steps.push(`run ${repetition}`);
      },
    });
    expect(repetitions).toBe(2);
    expect(steps).toEqual([0, 1, 2].flatMap((repetition) => [`prepare ${repetition}`, `run ${repetition}`]));
  });
});

describe(distributionOf.name, () => {
  it('gives quantiles that are samples', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(distributionOf(samplesOf(...hundred))).toEqual({
      repetitions: 100,
      median: 50,
      p99: 99,
      quartiles: [25, 75],
      max: 100,
      cpuMedian: 25,
      cpuP99: 49.5,
    });
  });
});

describe(extrapolate.name, () => {
  it('multiplies what was added to the fixed part, and nothing else', () => {
    const whole = extrapolate(distributionOf(samplesOf(20)), distributionOf(samplesOf(23)), 100);
    expect(whole).toMatchObject({ median: 320, p99: 320, cpuMedian: 160 });
  });
});
