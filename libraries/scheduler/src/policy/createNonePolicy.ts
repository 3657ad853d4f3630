import { NONE_POLICY_NAME } from '@node-unit/fleet';

import type { ClaimPolicy } from './ClaimPolicy.js';

/**
 * The policy that ranks no node-unit: its node-unit runs what is assigned to it, and neither claims nor releases.
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
