import type { ClaimPolicy } from './ClaimPolicy.js';

/**
 * The name of the policy that takes no part: its node-unit writes no address, and nobody waits for it.
 *
 * @public
 */
export const NONE_POLICY_NAME = 'none';

/**
 * The policy that ranks nobody: its node-unit runs what it is given, and neither claims nor releases.
 *
 * @public
 */
export function createNonePolicy(): ClaimPolicy {
  return {
    name: NONE_POLICY_NAME,
    describe: () => ({ name: NONE_POLICY_NAME, settings: {} }),
    rank: (_deployment, nodeUnits) =>
      nodeUnits.map(({ address }) => ({ kind: 'unscored', address, reason: 'claiming is disabled' })),
  };
}
