import type { NodeUnit } from '@node-unit/fleet';
import type { ClaimPolicy, NodeUnitRanking } from '@node-unit/scheduler';

import type { SimulationOptions } from '../index.js';
import { nodesOfCores } from '../index.js';

/** A policy that scores each node-unit by itself and its number of deployments; `undefined` = no score. */
export function scoring(
  score: (nodeUnit: NodeUnit, deployments: number, index: number) => number | undefined,
): () => ClaimPolicy {
  return () => ({
    name: 'scoring',
    describe: () => ({ name: 'scoring', settings: {} }),
    rank: (_deployment, nodeUnits, { deploymentsByAddress }) =>
      nodeUnits.map((nodeUnit, index): NodeUnitRanking => {
        const { address } = nodeUnit;
        const value = score(nodeUnit, deploymentsByAddress.get(address)?.length ?? 0, index);
        return value === undefined
          ? { kind: 'unscored', address, reason: 'it has no score' }
          : { kind: 'scored', address, score: value, metrics: {} };
      }),
  });
}

export const byCount = scoring((_nodeUnit, deployments) => deployments);
/** Strict minimum of what was measured: the herd's policy. */
export const byMemory = scoring(({ resourceUsage }) => resourceUsage?.memoryMb);

export function options(overrides: Partial<SimulationOptions> = {}): SimulationOptions {
  return {
    nodes: nodesOfCores([1, 1, 1]),
    workloads: [{ packageName: 'web', count: 12, cpuCores: 0.1, memoryMb: 60 }],
    seed: 1,
    ...overrides,
  };
}

/** What was measured of settled processes, and the true demand of those that have not settled: no herd. */
export const byLoad = scoring(({ capacity, settledUsage }, deployments) => {
  if (!capacity || !settledUsage?.base) return undefined;
  const packages = Object.values(settledUsage.packages);
  const settled = packages.reduce((sum, { instances }) => sum + instances, 0);
  const measuredMb = packages.reduce((sum, { memoryMb }) => sum + memoryMb, settledUsage.base.memoryMb);
  return (measuredMb + 60 * (deployments - settled)) / capacity.memoryTotalMb;
});
