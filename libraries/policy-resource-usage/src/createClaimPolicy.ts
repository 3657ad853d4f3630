import type {
  ClaimPolicy,
  ClaimPolicyContext,
  ClusterView,
  Deployment,
  NodeUnit,
  NodeUnitRanking,
  PreparedRanking,
} from '@node-unit/scheduler';

import { type Estimate, rememberEstimates } from './estimateUsage.js';
import { shareOf } from './expectedUsage.js';
import { rememberRankings } from './rankByUsage.js';
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
  const rankingOf = rememberRankings(settings);
  const estimateOf = rememberEstimates();
  const prepare = (view: ClusterView): PreparedRanking => {
    const estimate = estimateOf(view.nodeUnits);
    return (deployment, nodeUnits) => {
      const rankings = nodeUnits.map((each) => rankingOf(each, heldBy(each, view), estimate));
      return rankings.some(({ kind }) => kind === 'scored')
        ? snapToBest(rankings, smallestStep(deployment, nodeUnits, estimate, settings))
        : nodeUnits.map((nodeUnit) => rankByCount(nodeUnit, view));
    };
  };
  return {
    name,
    describe: () => ({
      name,
      settings: { cpu_weight: cpuWeight, memory_weight: memoryWeight, memory_unit: memoryUnit },
    }),
    prepare,
    rank: (deployment, nodeUnits, view) => prepare(view)(deployment, nodeUnits),
  };
}

const NOTHING: readonly Deployment[] = [];

function heldBy({ address }: NodeUnit, { deploymentsByAddress }: ClusterView): readonly Deployment[] {
  return deploymentsByAddress.get(address) ?? NOTHING;
}

/** By how much the deployment would raise the score where it weighs least. */
function smallestStep(
  { packageName }: Deployment,
  nodeUnits: readonly NodeUnit[],
  estimate: Estimate,
  settings: Settings,
): number {
  const usage = estimate(packageName);
  let smallest = Number.POSITIVE_INFINITY;
  for (const { capacity } of nodeUnits) {
    if (capacity) smallest = Math.min(smallest, scoreOf(shareOf(usage, capacity), capacity, settings));
  }
  return smallest;
}

function rankByCount(nodeUnit: NodeUnit, view: ClusterView): NodeUnitRanking {
  const deployments = heldBy(nodeUnit, view).length;
  const fallback = 'nobody has a known resource usage, so the number of deployments decides';
  return { kind: 'scored', address: nodeUnit.address, score: deployments, metrics: { deployments }, fallback };
}
