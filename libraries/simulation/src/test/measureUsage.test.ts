import { describe, expect, it } from 'vitest';

import { measureUsage } from '../measureUsage.js';

const node = { name: 'a', capacity: { cpuCores: 2, memoryTotalMb: 4_096 } };
const measuring = { nowMs: 10_000, samplingIntervalMs: 5_000, noise: () => 1 };
const instance = (startedMs: number) => ({ packageName: 'web', startedMs, cpuCores: 0.2, memoryMb: 50 });

describe(measureUsage.name, () => {
  it('counts what has run for the whole interval as settled', () => {
    const { resourceUsage, settledUsage } = measureUsage(node, [instance(0), instance(5_000)], measuring);
    expect(settledUsage.base).toEqual({ cpuPercent: 0.5, memoryMb: 60 });
    expect(settledUsage.packages['web']).toEqual({ instances: 2, cpuPercent: 20, memoryMb: 100 });
    expect(resourceUsage).toEqual({ cpuPercent: 20.5, memoryMb: 160 });
  });

  it('shows only a part of the CPU of what has just started, and does not call it settled', () => {
    const { resourceUsage, settledUsage } = measureUsage(node, [instance(7_500)], measuring);
    expect(settledUsage.packages).toEqual({});
    expect(resourceUsage).toEqual({ cpuPercent: 5.5, memoryMb: 110 });
  });

  it('is as wrong as the noise', () => {
    const { resourceUsage } = measureUsage(node, [], { ...measuring, noise: () => 1.1 });
    expect(resourceUsage.memoryMb).toBeCloseTo(66);
  });
});
