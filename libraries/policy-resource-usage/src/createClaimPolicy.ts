import type {
  ClaimPolicy,
  ClaimPolicyContext,
  ClusterView,
  Deployment,
  NodeUnit,
  NodeUnitRanking,
} from '@node-unit/scheduler';

import { type Estimate, estimateUsage } from './estimateUsage.js';
import { expectedUsage, shareOf } from './expectedUsage.js';
import { readSettings, type Settings } from './settings.js';
import { scoreOf } from './scoreOf.js';
import { snapToBest } from './snapToBest.js';

/**
 * The policy `resource_usage`: the score of a node-unit is the weighted sum of the CPU and the memory that it and its
 * deployments use, as shares of what the machine has. Deployments that it has claimed and that are not in the
 * measurements yet count with an estimate. Deployment counts play no part.
 *
 * @remarks
 * A node-unit whose usage or capacity is unknown has no score. If nobody has one, the number of deployments decides,
 * and the rankings say so.
 *
 * @throws Error naming the variable, its value and what is allowed, if a setting is none
 *
 * @public
 */
export function createClaimPolicy({ env }: Pick<ClaimPolicyContext, 'env'>): ClaimPolicy {
  const name = 'resource_usage';
  const settings = readSettings(env);
  const { cpuWeight, memoryWeight, memoryUnit } = settings;
  return {
    name,
    describe: () => ({
      name,
      settings: { cpu_weight: cpuWeight, memory_weight: memoryWeight, memory_unit: memoryUnit },
    }),
    rank: (deployment, nodeUnits, view) => {
      const estimate = estimateUsage(view);
      const rankings = nodeUnits.map((nodeUnit) => rankByUsage(nodeUnit, view, estimate, settings));
      return rankings.some(({ kind }) => kind === 'scored')
        ? snapToBest(rankings, smallestStep(deployment, nodeUnits, estimate, settings))
        : nodeUnits.map((nodeUnit) => rankByCount(nodeUnit, view));
    },
  };
}

function rankByUsage(nodeUnit: NodeUnit, view: ClusterView, estimate: Estimate, settings: Settings): NodeUnitRanking {
  const { address } = nodeUnit;
  const expected = expectedUsage(nodeUnit, view.deploymentsByAddress.get(address) ?? [], estimate);
  if (expected.kind === 'unknown') return { kind: 'unscored', address, reason: expected.reason };
  const { usage, capacity, estimated } = expected;
  const metrics = {
    cpu_share: usage.cpuPercent / 100,
    memory_share: usage.memoryMb / capacity.memoryTotalMb,
    estimated_deployments: estimated,
  };
  return { kind: 'scored', address, score: scoreOf(usage, capacity, settings), metrics };
}

/** By how much the deployment would raise the score where it weighs least. */
function smallestStep(
  { packageName }: Deployment,
  nodeUnits: readonly NodeUnit[],
  estimate: Estimate,
  settings: Settings,
): number {
  const steps = nodeUnits.flatMap(({ capacity }) =>
    capacity ? [scoreOf(shareOf(estimate(packageName), capacity), capacity, settings)] : [],
  );
  return Math.min(...steps);
}

function rankByCount({ address }: NodeUnit, { deploymentsByAddress }: ClusterView): NodeUnitRanking {
  const deployments = deploymentsByAddress.get(address)?.length ?? 0;
  const fallback = 'nobody has a known resource usage, so the number of deployments decides';
  return { kind: 'scored', address, score: deployments, metrics: { deployments }, fallback };
}
