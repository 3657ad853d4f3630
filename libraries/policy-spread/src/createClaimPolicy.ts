import {
  type ClaimPolicy,
  type ClaimPolicyContext,
  type ClusterView,
  countByPackage,
  type Deployment,
  type NodeUnit,
  type PolicySetting,
  type PreparedRanking,
  readPolicySetting,
} from '@node-unit/scheduler';

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
    const heldBy = ({ address }: NodeUnit): readonly Deployment[] => view.deploymentsByAddress.get(address) ?? [];
    const placeOf = ({ nodeTags }: NodeUnit): string => nodeTags[tag] ?? '';
    const mostHeld = Math.max(0, ...view.nodeUnits.map((nodeUnit) => heldBy(nodeUnit).length));
    return ({ packageName }, nodeUnits) => {
      const copiesOf = (nodeUnit: NodeUnit): number => countByPackage(heldBy(nodeUnit)).get(packageName) ?? 0;
      const copiesByPlace = new Map<string, number>();
      for (const nodeUnit of view.nodeUnits) {
        const place = placeOf(nodeUnit);
        copiesByPlace.set(place, (copiesByPlace.get(place) ?? 0) + copiesOf(nodeUnit));
      }
      // Each criterion outweighs all that the ones after it can add up to.
      const base = Math.max(mostHeld, ...nodeUnits.map((nodeUnit) => heldBy(nodeUnit).length)) + 1;
      return nodeUnits.map((nodeUnit) => {
        const copiesInPlace = copiesByPlace.get(placeOf(nodeUnit)) ?? 0;
        const [copies, deployments] = [copiesOf(nodeUnit), heldBy(nodeUnit).length];
        const score = (copiesInPlace * base + copies) * base + deployments;
        const metrics = { copies_in_place: copiesInPlace, copies, deployments };
        return { kind: 'scored', address: nodeUnit.address, score, metrics };
      });
    };
  };
  return {
    name,
    describe: () => ({ name, settings: { spread_tag: tag } }),
    prepare,
    rank: (deployment, nodeUnits, view) => prepare(view)(deployment, nodeUnits),
  };
}
