import type { Deployment } from '@node-unit/deployment';

import type { Membership } from '@node-unit/fleet';
import type { PlannedRound } from '../round/PlannedRound.js';

/**
 * Identifies the facts from which a node-unit decided, so that the views of node-units can be compared.
 *
 * @public
 */
export interface ViewVersion {
  /** Equal if node-units see the same node-units with the same tags, and the same deployments. */
  readonly digest: string;
  readonly round: number;
  readonly membership: Membership['state'];
  readonly nodeUnits: number;
  readonly deployments: number;
}

/** The version of the view of a planned round. Pure. */
export function viewVersion({ round, input: { membership, replica } }: PlannedRound): ViewVersion {
  const rows = replica.state === 'loading' ? [] : [...replica.deployments.values()];
  const facts = [...membership.nodeUnits.map(({ address, tags }) => [address, entriesOf(tags)]), ...rows.map(factsOf)];
  return {
    digest: digestOf(facts.map((fact) => JSON.stringify(fact)).sort()),
    round,
    membership: membership.state,
    nodeUnits: membership.nodeUnits.length,
    deployments: rows.length,
  };
}

function factsOf({ id, address, claimEpoch, updatedAt, enabled }: Deployment): readonly unknown[] {
  return [id, address, claimEpoch, updatedAt, enabled];
}

function entriesOf(tags: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** FNV-1a, 32 bits: distinguishes views; not cryptographic. */
function digestOf(texts: readonly string[]): string {
  let value = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    }
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
