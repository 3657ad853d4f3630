import type { ClaimPolicy } from '@node-unit/scheduler';

/**
 * The policy `least_deployments`: the score of a node-unit is the number of enabled deployments that it holds.
 * It has no settings.
 *
 * @public
 */
export function createClaimPolicy(): ClaimPolicy {
  const name = 'least_deployments';
  return {
    name,
    describe: () => ({ name, settings: {} }),
    rank: (_deployment, nodeUnits, { deploymentsByAddress }) =>
      nodeUnits.map(({ address }) => {
        const deployments = deploymentsByAddress.get(address)?.length ?? 0;
        return { kind: 'scored', address, score: deployments, metrics: { deployments } };
      }),
  };
}
