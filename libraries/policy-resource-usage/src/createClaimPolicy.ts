import type { ClaimPolicy, ClaimPolicyContext, ClusterView, PreparedRanking } from '@node-unit/scheduler';

import { fleetsByView } from './fleetsByView.js';
import { readSettings } from './settings.js';
import { bestOf, tieWithBest } from './tieWithBest.js';

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
  const fleetsOf = fleetsByView(settings);
  const prepareWith =
    (choose: typeof tieWithBest) =>
    (view: ClusterView): PreparedRanking => {
      const fleetOf = fleetsOf(view);
      return ({ packageName }, nodeUnits) => {
        const { rankings, lowest, smallestStep } = fleetOf(nodeUnits);
        return choose(rankings, lowest, smallestStep(packageName));
      };
    };
  const prepare = prepareWith(tieWithBest);
  return {
    name,
    describe: () => ({
      name,
      settings: { cpu_weight: cpuWeight, memory_weight: memoryWeight, memory_unit: memoryUnit },
    }),
    prepare,
    prepareBest: prepareWith(bestOf),
    rank: (deployment, nodeUnits, view) => prepare(view)(deployment, nodeUnits),
  };
}
