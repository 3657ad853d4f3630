import {
  type ClaimPolicy,
  type ClaimPolicyContext,
  type ClusterView,
  type NodeUnitRanking,
  type PolicySetting,
  type PreparedRanking,
  readPolicySetting,
} from '@node-unit/scheduler';

import { prepareScores, type Score } from './prepareScores.js';

const TAG_NAME = /^[A-Za-z0-9][A-Za-z0-9_./-]*$/;

const spreadTag: PolicySetting<string> = {
  name: 'NODE_UNIT_SPREAD_TAG',
  description: 'node tag across which the `spread` policy distributes copies of a package',
  defaultText: 'zone',
  read: (text) => {
    if (TAG_NAME.test(text)) return text;
    throw new Error('expected the name of a tag: letters, digits and _ . / -');
  },
};

/**
 * The settings of the policy.
 *
 * @public
 */
export const settings: readonly PolicySetting[] = [spreadTag];

/**
 * The policy `spread`: first the places (values of a node tag) with the fewest copies of the deployment's package, among
 * them the node-units with the fewest copies, among those the ones with the fewest deployments.
 *
 * @remarks
 * Node-units without the tag form one place, because they are not known to be apart.
 *
 * @throws Error if `NODE_UNIT_SPREAD_TAG` is not the name of a tag
 *
 * @public
 */
export function createClaimPolicy({ env }: Pick<ClaimPolicyContext, 'env'>): ClaimPolicy {
  const name = 'spread';
  const tag = readPolicySetting(spreadTag, env);
  const prepare = (view: ClusterView): PreparedRanking => {
    const scoresOf = prepareScores(view, tag);
    return (deployment, nodeUnits) => scoresOf(deployment, nodeUnits).map(ranking);
  };
  return {
    name,
    describe: () => ({ name, settings: { spread_tag: tag } }),
    prepare,
    prepareBest: (view) => {
      const scoresOf = prepareScores(view, tag);
      return (deployment, nodeUnits) => lowest(scoresOf(deployment, nodeUnits)).map(ranking);
    },
    rank: (deployment, nodeUnits, view) => prepare(view)(deployment, nodeUnits),
  };
}

function lowest(scores: readonly Score[]): readonly Score[] {
  let best = Number.POSITIVE_INFINITY;
  for (const { score } of scores) best = Math.min(best, score);
  return scores.filter(({ score }) => score === best);
}

function ranking({ address, score, copiesInPlace, copies, deployments }: Score): NodeUnitRanking {
  return { kind: 'scored', address, score, metrics: { copies_in_place: copiesInPlace, copies, deployments } };
}
