import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const candidate = { id: '9', address: '' } as Deployment;
const machine = { cpuCores: 2, memoryTotalMb: 1_000 };

function nodeUnit(address: string, usage?: readonly [cpuPercent: number, memoryMb: number]): NodeUnit {
  const resourceUsage = usage && { cpuPercent: usage[0], memoryMb: usage[1] };
  return {
    ...{ address, name: address, tags: {}, nodeTags: {}, claiming: true },
    ...{ capacity: machine, resourceUsage, settledUsage: undefined },
  };
}

function create(env: Record<string, string> = {}) {
  const warnings: string[] = [];
  const logger = { info: () => undefined, warn: (_fields: object, event: string) => warnings.push(event) };
  return { policy: createClaimPolicy({ env, logger }), warnings };
}

function rank(policy: ReturnType<typeof createClaimPolicy>, nodeUnits: NodeUnit[], counts: [string, number][] = []) {
  const deploymentsByAddress = new Map(
    counts.map(([address, count]) => [address, Array.from({ length: count }, () => candidate)]),
  );
  return policy.rank(candidate, nodeUnits, { nowMs: 0, nodeUnits, deploymentsByAddress });
}

describe(createClaimPolicy.name, () => {
  it('adds the weighted shares of CPU and memory, whatever the counts are', () => {
    const rankings = rank(create().policy, [nodeUnit('a', [30, 500]), nodeUnit('b', [20, 100])], [['b', 50]]);
    expect(rankings.map((each) => each.kind === 'scored' && each.score)).toEqual([0.4, expect.closeTo(0.15)]);
  });

  it('normalises the weights by their sum', () => {
    const { policy } = create({ NODE_UNIT_CPU_WEIGHT: '3', NODE_UNIT_MEMORY_WEIGHT: '1' });
    expect(policy.describe().settings).toEqual({ cpu_weight: 0.75, memory_weight: 0.25 });
    expect(rank(policy, [nodeUnit('a', [40, 400])])).toMatchObject([{ score: expect.closeTo(0.4) as number }]);
  });

  it('gives no score where usage or capacity is unknown, while somebody has one', () => {
    const incapable = { ...nodeUnit('c', [0, 0]), capacity: undefined };
    const rankings = rank(create().policy, [nodeUnit('a', [99, 999]), nodeUnit('b'), incapable]);
    expect(rankings.map((each) => each.kind)).toEqual(['scored', 'unscored', 'unscored']);
  });

  it('falls back to the number of deployments when nobody has a score, and says so once', () => {
    const { policy, warnings } = create();
    const unknown = [nodeUnit('a'), nodeUnit('b')];
    expect(rank(policy, unknown, [['a', 2]])).toMatchObject([{ score: 2 }, { score: 0 }]);
    rank(policy, unknown);
    expect(warnings).toEqual(['ResourceUsageUnknown']);
  });

  it.each([
    [{ NODE_UNIT_CPU_WEIGHT: 'heavy' }, 'NODE_UNIT_CPU_WEIGHT="heavy" is not allowed: expected a number, at least 0'],
    [{ NODE_UNIT_MEMORY_WEIGHT: '-1' }, 'NODE_UNIT_MEMORY_WEIGHT="-1" is not allowed'],
    [{ NODE_UNIT_CPU_WEIGHT: '0', NODE_UNIT_MEMORY_WEIGHT: '0' }, 'at least one must be above 0'],
  ])('refuses %j', (env, message) => {
    expect(() => create(env)).toThrow(message);
  });
});
