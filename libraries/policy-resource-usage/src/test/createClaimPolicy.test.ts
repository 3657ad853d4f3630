import { aNodeUnit } from '@node-unit/fleet/testing';
import { aDeployment } from '@node-unit/deployment/testing';
import type { NodeUnit, NodeUnitSettledUsage } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const candidate = aDeployment({ id: '9', packageName: 'demo' });
const machine = { cpuCores: 2, memoryTotalMb: 1_000 };

function nodeUnit(address: string, usage?: readonly [cpuPercent: number, memoryMb: number]): NodeUnit {
  const resourceUsage = usage && { cpuPercent: usage[0], memoryMb: usage[1] };
  return aNodeUnit(address, { capacity: machine, resourceUsage });
}

/** One that says what is in its measurements: its own 2 % and 20 MB, and so many settled instances of `demo`. */
function settledUnit(address: string, instances: number, each = { cpuPercent: 10, memoryMb: 100 }): NodeUnit {
  const demo = { instances, cpuPercent: each.cpuPercent * instances, memoryMb: each.memoryMb * instances };
  const packages: NodeUnitSettledUsage['packages'] = instances === 0 ? {} : { demo };
  return { ...nodeUnit(address, [0, 0]), settledUsage: { base: { cpuPercent: 2, memoryMb: 20 }, packages } };
}

const create = (env: Record<string, string> = {}) => createClaimPolicy({ env });

function rank(policy: ReturnType<typeof createClaimPolicy>, nodeUnits: NodeUnit[], counts: [string, number][] = []) {
  const deploymentsByAddress = new Map(
    counts.map(([address, count]) => [address, Array.from({ length: count }, () => candidate)]),
  );
  return policy.rank(candidate, nodeUnits, { nowMs: 0, nodeUnits, deploymentsByAddress });
}

const scores = (rankings: ReturnType<typeof rank>) => rankings.map((each) => each.kind === 'scored' && each.score);

describe(createClaimPolicy.name, () => {
  it('adds the weighted shares of CPU and memory', () => {
    expect(scores(rank(create(), [nodeUnit('a', [30, 500]), nodeUnit('b', [20, 100])]))).toEqual([
      0.4,
      expect.closeTo(0.15),
    ]);
  });

  it('prefers the lower usage, whatever the counts are', () => {
    const many = settledUnit('many', 50, { cpuPercent: 0.1, memoryMb: 1 });
    const rankings = rank(
      create(),
      [settledUnit('few', 2), many],
      [
        ['few', 2],
        ['many', 50],
      ],
    );
    expect(scores(rankings)).toEqual([expect.closeTo(0.22), expect.closeTo(0.07)]);
  });

  it('counts everything that is held on top where it is not said what was measured', () => {
    const counts: [string, number][] = [
      ['silent', 2],
      ['telling', 2],
    ];
    const [silent = 0, telling = 0] = scores(
      rank(create(), [nodeUnit('silent', [2, 20]), settledUnit('telling', 0)], counts),
    );
    expect(silent).toBe(telling);
  });

  it.each([
    [30, 1_024, 15.5],
    [45, 2_048, 23.5],
  ])('adds per cents and gigabytes as they are under NODE_UNIT_MEMORY_UNIT=gb: %i %%, %i MB', (cpu, memory, score) => {
    expect(scores(rank(create({ NODE_UNIT_MEMORY_UNIT: 'gb' }), [nodeUnit('a', [cpu, memory])]))).toEqual([score]);
  });

  it('normalises the weights by their sum', () => {
    const policy = create({ NODE_UNIT_CPU_WEIGHT: '3', NODE_UNIT_MEMORY_WEIGHT: '1' });
    expect(policy.describe().settings).toEqual({ cpu_weight: 0.75, memory_weight: 0.25, memory_unit: 'share' });
    expect(rank(policy, [nodeUnit('a', [40, 400])])).toMatchObject([{ score: expect.closeTo(0.4) as number }]);
  });

  it('counts what is claimed and not measured yet with what an instance of the package has been measured to use', () => {
    const rankings = rank(
      create(),
      [settledUnit('a', 2), settledUnit('b', 0)],
      [
        ['a', 3],
        ['b', 2],
      ],
    );
    // a: 2 + 2 × 10 + 10 % CPU and 20 + 200 + 100 MB; b: 2 + 2 × 10 % and 20 + 2 × 100 MB.
    expect(scores(rankings)).toEqual([
      expect.closeTo(0.5 * 0.32 + 0.5 * 0.32),
      expect.closeTo(0.5 * 0.22 + 0.5 * 0.22),
    ]);
    expect(rankings).toMatchObject([
      { metrics: { estimated_deployments: 1 } },
      { metrics: { estimated_deployments: 2 } },
    ]);
  });

  it('carries an estimate to a larger machine by cores, and assumes the same everywhere before anything is measured', () => {
    const large = { ...settledUnit('large', 0), capacity: { cpuCores: 8, memoryTotalMb: 4_000 } };
    const base = { ...settledUnit('a', 0) };
    const [empty, held] = [
      rank(create(), [large, base]),
      rank(
        create(),
        [large, base],
        [
          ['a', 1],
          ['large', 4],
        ],
      ),
    ];
    const added = scores(held).map((score, index) => Number(score) - Number(scores(empty)[index]));
    expect(added[0]).toBeCloseTo(Number(added[1]), 1);
    expect(added[1]).toBeCloseTo(0.5 * (0.25 / 2) + 0.5 * 0.128);
  });

  it('takes scores within the noise for a tie, but not one that is a deployment ahead', () => {
    const noisy = (address: string, memoryMb: number) => ({
      ...settledUnit(address, 0),
      settledUsage: { base: { cpuPercent: 2, memoryMb }, packages: {} },
    });
    const units = [noisy('a', 20), noisy('b', 22), noisy('c', 20)];
    const [a, b, c] = scores(rank(create(), units, [['c', 1]]));
    expect(b).toBe(a);
    expect(c).toBeGreaterThan(Number(a));
  });

  it('gives no score where usage or capacity is unknown or the node-unit has just started', () => {
    const incapable = { ...nodeUnit('c', [0, 0]), capacity: undefined };
    const young = { ...nodeUnit('d', [0, 0]), settledUsage: { base: undefined, packages: {} } };
    const rankings = rank(create(), [nodeUnit('a', [99, 999]), nodeUnit('b'), incapable, young]);
    expect(rankings.map((each) => each.kind)).toEqual(['scored', 'unscored', 'unscored', 'unscored']);
  });

  it('falls back to the number of deployments when nobody has a score, and says so', () => {
    const fallback = expect.stringContaining('the number of deployments decides') as string;
    expect(rank(create(), [nodeUnit('a'), nodeUnit('b')], [['a', 2]])).toMatchObject([
      { score: 2, fallback },
      { score: 0, fallback },
    ]);
  });

  it.each([
    [{ NODE_UNIT_CPU_WEIGHT: 'heavy' }, 'NODE_UNIT_CPU_WEIGHT="heavy" is not allowed: expected a number, at least 0'],
    [{ NODE_UNIT_MEMORY_WEIGHT: '-1' }, 'NODE_UNIT_MEMORY_WEIGHT="-1" is not allowed'],
    [{ NODE_UNIT_CPU_WEIGHT: '0', NODE_UNIT_MEMORY_WEIGHT: '0' }, 'at least one must be above 0'],
    [{ NODE_UNIT_MEMORY_UNIT: 'mb' }, 'NODE_UNIT_MEMORY_UNIT="mb" is not allowed: expected share or gb'],
  ])('refuses %j', (env, message) => {
    expect(() => create(env)).toThrow(message);
  });
});
