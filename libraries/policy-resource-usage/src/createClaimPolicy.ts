import type { ClaimPolicy, ClaimPolicyContext, NodeUnit, NodeUnitRanking } from '@node-unit/scheduler';

import { type Weights, readWeights } from './readWeights.js';

/**
 * The policy `resource_usage`: the score of a node-unit is the weighted sum of the shares of its CPU and of its memory
 * that are in use, each from 0 to 1. Deployment counts play no part.
 *
 * @remarks
 * A node-unit whose usage or capacity is unknown has no score. If nobody has one, the number of deployments decides,
 * and a warning says so.
 *
 * @throws Error naming the variable, its value and what is allowed, if a weight is not a number from 0 up
 *
 * @public
 */
export function createClaimPolicy({ env, logger }: ClaimPolicyContext): ClaimPolicy {
  const name = 'resource_usage';
  const weights = readWeights(env);
  let fallbackIsKnown = false;
  return {
    name,
    describe: () => ({ name, settings: { cpu_weight: weights.cpu, memory_weight: weights.memory } }),
    rank: (_deployment, nodeUnits, { deploymentsByAddress }) => {
      const rankings = nodeUnits.map((nodeUnit) => rankByUsage(nodeUnit, weights));
      const measured = rankings.some((ranking) => ranking.kind === 'scored');
      if (measured || nodeUnits.length === 0) {
        fallbackIsKnown = false;
        return rankings;
      }
      if (!fallbackIsKnown) logger.warn({ policy: name, fallback: 'least_deployments' }, 'ResourceUsageUnknown');
      fallbackIsKnown = true;
      return nodeUnits.map(({ address }) => {
        const deployments = deploymentsByAddress.get(address)?.length ?? 0;
        return { kind: 'scored', address, score: deployments, metrics: { deployments } };
      });
    },
  };
}

function rankByUsage({ address, capacity, resourceUsage }: NodeUnit, weights: Weights): NodeUnitRanking {
  if (!resourceUsage) return { kind: 'unscored', address, reason: 'its resource usage is unknown' };
  if (!capacity) return { kind: 'unscored', address, reason: 'its capacity is unknown' };
  const cpuShare = resourceUsage.cpuPercent / 100;
  const memoryShare = resourceUsage.memoryMb / capacity.memoryTotalMb;
  const score = weights.cpu * cpuShare + weights.memory * memoryShare;
  return { kind: 'scored', address, score, metrics: { cpu_share: cpuShare, memory_share: memoryShare } };
}
