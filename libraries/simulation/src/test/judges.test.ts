import { describe, expect, it } from 'vitest';

import {
  judgeBalance,
  judgeConvergence,
  judgeOscillation,
  judgeStampede,
  judgeStarvation,
  nodesOfCores,
  type SimulationResult,
} from '../index.js';

const TIMING: SimulationResult['timing'] = {
  intervalMs: 5_000,
  samplingIntervalMs: 5_000,
  patienceMs: 10_000,
  startUpMs: 500,
  limitMs: 300_000,
  membershipDelayMs: [5, 50],
  storeDelayMs: [1, 20],
};

/** On equal nodes of one core, of which each instance uses a tenth; the claims are by the index of the node. */
function resultOf(nodeCount: number, claimants: readonly number[], apartMs = 10): SimulationResult {
  const nodes = nodesOfCores(Array.from({ length: nodeCount }, () => 1));
  const loadsAfter = (claims: readonly number[]) =>
    nodes.map((_node, index) => {
      const deployments = claims.filter((claimant) => claimant === index).length;
      return { deployments, cpuShare: deployments / 10, memoryShare: deployments / 10 };
    });
  return {
    policy: { name: 'none of any', settings: {} },
    seed: 1,
    timing: TIMING,
    rounds: [],
    disagreements: [],
    deployments: claimants.length,
    unclaimed: [],
    endedMs: 60_000,
    nodes: loadsAfter(claimants).map((load, index) => {
      const { name = '', capacity = { cpuCores: 1, memoryTotalMb: 1 } } = nodes[index] ?? {};
      return { name, capacity, address: `key ${index}`, silent: false, ...load };
    }),
    claims: claimants.map((claimant, index) => ({
      atMs: index * apartMs,
      deploymentId: `deployment ${index}`,
      packageName: 'web',
      address: `key ${claimant}`,
      loadsBefore: loadsAfter(claimants.slice(0, index)),
    })),
  };
}

describe(judgeStampede.name, () => {
  it.each([
    ['one takes everything', [0, 0, 0, 0, 0, 0], true],
    ['all take turns', [0, 1, 2, 0, 1, 2], false],
    ['one is ahead, but by its fair share', [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], false],
    ['one is two ahead', [0, 0, 1, 2], false],
  ])('%s', (_what, claimants, isStampede) => {
    expect(judgeStampede(resultOf(3, claimants)).length > 0).toBe(isStampede);
  });

  it('is no matter of claims that are far apart: by then they are measured', () => {
    expect(judgeStampede(resultOf(3, [0, 0, 0, 0, 0, 0], 6_000))).toEqual([]);
  });
});

describe(judgeOscillation.name, () => {
  const bursts = (...takers: readonly number[]) => takers.flatMap((taker) => [taker, taker, taker, taker, taker]);

  it('is that one after the other takes everything', () => {
    expect(judgeOscillation(resultOf(3, bursts(0, 1, 2, 0), 1_000))).toMatchObject([
      { code: 'OSCILLATION', example: { nodes: ['node-1', 'node-2', 'node-3', 'node-1'] } },
    ]);
  });

  it('is that a deployment is claimed again', () => {
    const result = resultOf(2, [0, 1]);
    const again = { ...result, claims: result.claims.map((claim) => ({ ...claim, deploymentId: 'the same' })) };
    expect(judgeOscillation(again)).toMatchObject([{ example: { deploymentId: 'the same', claims: 2 } }]);
  });
});

describe(judgeBalance.name, () => {
  it('gives the spread of counts and loads, at the end and at worst', () => {
    const balance = judgeBalance(resultOf(2, [0, 0, 1, 1]));
    expect(balance).toMatchObject({ countSpread: 0, worstCountSpread: 2, loadSpread: 0, faults: [] });
    expect(balance.worstLoadSpread).toBeCloseTo(0.2);
  });

  it('is content with even counts on uneven machines', () => {
    const result = resultOf(2, [0, 1, 0, 1, 0, 1]);
    const [small, large] = result.nodes;
    const nodes = small && large ? [{ ...small, cpuShare: 0.9, memoryShare: 0.9 }, large] : [];
    expect(judgeBalance({ ...result, nodes }).faults).toEqual([]);
  });
});

describe(judgeConvergence.name, () => {
  const waiting = { ...resultOf(2, [0, 1]), unclaimed: [{ deploymentId: 'late', sinceMs: 0 }] };

  it('is the time of the last claim', () => {
    expect(judgeConvergence(resultOf(2, [0, 1, 0]))).toMatchObject({ convergedMs: 20, claims: 3, faults: [] });
  });

  it('was too slow if claiming was still under way, and starved if it was not', () => {
    const soon = { ...waiting, endedMs: 5_000 };
    expect(judgeConvergence(soon).faults).toMatchObject([{ code: 'NOT_CONVERGED' }]);
    expect(judgeStarvation(soon)).toEqual([]);
    expect(judgeConvergence(waiting).faults).toEqual([]);
    expect(judgeStarvation(waiting)).toMatchObject([{ code: 'STARVATION', example: { deploymentId: 'late' } }]);
  });
});
