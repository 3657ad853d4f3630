import { describe, expect, it } from 'vitest';

import { judgeSimulation, nodesOfCores, simulate } from '../index.js';
import { byCount, byLoad, byMemory, options, scoring } from './policies.js';

const codes = (result: Awaited<ReturnType<typeof simulate>>): readonly string[] =>
  judgeSimulation(result).faults.map(({ code }) => code);

describe(simulate.name, () => {
  it('gives exactly the same for the same seed, and something else for another', async () => {
    const [first, again, other] = [
      await simulate(byMemory, options({ seed: 7 })),
      await simulate(byMemory, options({ seed: 7 })),
      await simulate(byMemory, options({ seed: 8 })),
    ];
    expect(again).toEqual(first);
    expect(other.claims).not.toEqual(first.claims);
  });

  it('ends balanced and without a fault under a policy that counts', async () => {
    const result = await simulate(byCount, options());
    expect(result.nodes.map(({ deployments }) => deployments)).toEqual([4, 4, 4]);
    expect(judgeSimulation(result)).toMatchObject({ faults: [], balance: { countSpread: 0, worstCountSpread: 1 } });
  });

  it('claims a deployment at most once, and never more than one in a round', async () => {
    const { claims, rounds } = await simulate(byCount, options());
    expect(new Set(claims.map(({ deploymentId }) => deploymentId)).size).toBe(12);
    expect(rounds.filter(({ claimedId }) => claimedId !== undefined)).toHaveLength(12);
  });

  it('inserts workloads when they are due', async () => {
    const late = { packageName: 'late', count: 3, cpuCores: 0.1, memoryMb: 60, insertedMs: 60_000 };
    const { claims } = await simulate(byCount, options({ workloads: [...options().workloads, late] }));
    const atMs = claims.filter(({ packageName }) => packageName === 'late').map((claim) => claim.atMs);
    expect(Math.min(...atMs)).toBeGreaterThan(60_000);
    expect(Math.max(...atMs)).toBeLessThan(62_000);
  });

  it('shows the stampede of a policy that trusts a measurement that lags', async () => {
    const result = await simulate(byMemory, options());
    expect(codes(result)).toEqual(['STAMPEDE', 'IMBALANCE']);
  });

  it('ends proportional to capacity under a policy that counts what is not measured yet', async () => {
    const workloads = [{ packageName: 'web', count: 210, cpuCores: 0.02, memoryMb: 60 }];
    const result = await simulate(byLoad, options({ nodes: nodesOfCores([1, 4, 16]), workloads }));
    const { balance, faults } = judgeSimulation(result);
    expect(faults).toEqual([]);
    expect(balance.offProportion).toBeLessThan(0.1);
    expect(result.nodes.map(({ deployments }) => Math.round(deployments / 10))).toEqual([1, 4, 16]);
  });

  it('shows the swing when deployments keep coming', async () => {
    const workloads = [0, 1, 2, 3].map((wave) => ({
      packageName: `wave-${wave}`,
      count: 8,
      cpuCores: 0.1,
      memoryMb: 60,
      insertedMs: wave * 12_000,
    }));
    expect(codes(await simulate(byMemory, options({ workloads })))).toContain('OSCILLATION');
  });

  it('never lets a silent node say what it uses', async () => {
    const [one, ...others] = nodesOfCores([1, 1, 1]);
    const nodes = one ? [{ ...one, silent: true }, ...others] : others;
    const result = await simulate(byMemory, options({ nodes }));
    expect(result.nodes[0]).toMatchObject({ silent: true, deployments: 0 });
  });

  it('shows what is claimed only because patience runs out, if nobody has a score', async () => {
    const nobody = scoring(() => undefined);
    expect(codes(await simulate(nobody, options()))).toContain('STARVATION');
  });

  it('shows node-units that do not agree', async () => {
    let created = 0;
    const each = () => {
      const preferred = (created += 1);
      return scoring((_nodeUnit, deployments, index) => deployments + Number(index === preferred % 3))();
    };
    expect(codes(await simulate(each, options()))).toContain('DISAGREEMENT');
  });

  it('shows what a policy throws, and that nobody claims then', async () => {
    const throwing = scoring(() => {
      throw new Error('no idea');
    });
    const result = await simulate(throwing, options());
    expect(judgeSimulation(result).faults).toMatchObject([
      { code: 'POLICY_ERROR', sentence: expect.stringContaining('no idea') as string },
      { code: 'STARVATION', sentence: expect.stringContaining('Nobody claimed 12 of 12') as string },
    ]);
  });
});
