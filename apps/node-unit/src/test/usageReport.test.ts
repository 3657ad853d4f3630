import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { settledCounts, type UsageSample, usageReport } from '../publication/usageReport.js';

const instance = (pid: number, packageName: string, startedAtMs = 0, type: Deployment['type'] = 'deployment') => ({
  deployment: aDeployment({ id: String(pid), packageName, type }),
  pid,
  startedAtMs,
});

function sample(overrides: Partial<UsageSample>): UsageSample {
  return {
    usages: new Map([1, 2, 3, 4].map((pid) => [pid, { cpuPercent: pid, memoryMb: pid * 10 }])),
    agent: { pid: 1, startedAtMs: 0 },
    instances: [],
    takenAtMs: 5_000,
    intervalMs: 5_000,
    ...overrides,
  };
}

describe(usageReport.name, () => {
  it('sums what has settled by package, and everything in the total', () => {
    const instances = [instance(2, 'demo'), instance(3, 'demo'), instance(4, 'other', 1)];
    expect(usageReport(sample({ instances }))).toEqual({
      total: { cpuPercent: 10, memoryMb: 100 },
      settled: {
        base: { cpuPercent: 1, memoryMb: 10 },
        packages: { demo: { instances: 2, cpuPercent: 5, memoryMb: 50 } },
      },
    });
  });

  it('counts daemons with the agent, and no process that the sample did not find', () => {
    const instances = [instance(2, 'demo', 0, 'daemon'), instance(9, 'gone')];
    expect(usageReport(sample({ instances })).settled).toEqual({
      base: { cpuPercent: 3, memoryMb: 30 },
      packages: {},
    });
  });

  it('says nothing of an agent that has just started', () => {
    const young = usageReport(sample({ agent: { pid: 1, startedAtMs: 1 } }));
    expect(young.settled.base).toBeUndefined();
    expect(settledCounts(young)).not.toBe(settledCounts(usageReport(sample({}))));
  });
});
