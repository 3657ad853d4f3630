import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const deployment = (id: string): Deployment => aDeployment({ id });

function rank(id: string, counts: Readonly<Record<string, number>>) {
  const nodeUnits = Object.keys(counts).map((address) => aNodeUnit(address));
  const deploymentsByAddress = new Map(
    Object.entries(counts).map(([address, count]) => [address, Array.from({ length: count }, () => deployment('x'))]),
  );
  return createClaimPolicy().rank(deployment(id), nodeUnits, { nowMs: 0, nodeUnits, deploymentsByAddress });
}

const sampledOf = (rankings: ReturnType<typeof rank>) =>
  rankings.filter((each) => each.kind === 'scored' && each.metrics['sampled'] === 1).map(({ address }) => address);
const scoreOf = (rankings: ReturnType<typeof rank>, address: string) =>
  rankings.flatMap((each) => (each.address === address && each.kind === 'scored' ? [each.score] : []))[0] ?? NaN;

describe(createClaimPolicy.name, () => {
  it('samples two for a deployment, the same for everybody, and puts all others behind them', () => {
    const rankings = rank('1', { a: 9, b: 9, c: 0, d: 0, e: 0 });
    const sampled = sampledOf(rankings);
    expect(sampled).toHaveLength(2);
    expect(sampledOf(rank('1', { e: 0, d: 0, c: 0, b: 9, a: 9 })).sort()).toEqual([...sampled].sort());
    const worst = Math.max(...sampled.map((address) => scoreOf(rankings, address)));
    const others = rankings.filter(({ address }) => !sampled.includes(address));
    expect(others.every(({ address }) => scoreOf(rankings, address) > worst)).toBe(true);
  });

  it('prefers the one of the two that holds fewer', () => {
    const [first = '', second = ''] = sampledOf(rank('1', { a: 0, b: 0, c: 0, d: 0 }));
    const rankings = rank('1', { a: 0, b: 0, c: 0, d: 0, [first]: 3, [second]: 2 });
    expect([scoreOf(rankings, first), scoreOf(rankings, second)]).toEqual([3, 2]);
  });

  it('samples every node-unit about equally often', () => {
    const counts = new Map<string, number>();
    const fleet = Object.fromEntries(Array.from({ length: 10 }, (_each, index) => [`node-${index}`, 0]));
    for (let id = 0; id < 1_000; id += 1) {
      for (const address of sampledOf(rank(String(id), fleet))) counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(140);
    expect(Math.max(...counts.values())).toBeLessThan(260);
  });

  it('names the best of the ranking alone', () => {
    const policy = createClaimPolicy();
    const nodeUnits = Array.from({ length: 20 }, (_each, index) => aNodeUnit(`node-${index}`));
    const held = nodeUnits.map(({ address }, index) => [address, Array(index % 3).fill(deployment('x'))] as const);
    const view = { nowMs: 0, nodeUnits, deploymentsByAddress: new Map<string, Deployment[]>(held) };
    const best = policy.prepareBest?.(view);
    for (let id = 0; id < 300; id += 1) {
      const rankings = policy.rank(deployment(String(id)), nodeUnits, view);
      const lowest = Math.min(...rankings.map((each) => (each.kind === 'scored' ? each.score : NaN)));
      const expected = rankings.filter((each) => each.kind === 'scored' && each.score === lowest);
      expect(best?.(deployment(String(id)), nodeUnits)).toEqual(expected);
    }
  });

  it.each([[{}], [{ a: 3 }], [{ a: 3, b: 1 }]])('looks at all when there are at most two: %j', (counts) => {
    expect([...sampledOf(rank('1', counts))].sort()).toEqual(Object.keys(counts));
  });
});
