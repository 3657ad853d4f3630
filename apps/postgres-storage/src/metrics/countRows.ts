import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { type Membership, missingFrom } from '@node-unit/fleet';

/** What the table says of deployments that nobody runs. */
export interface RowCounts extends Readonly<Record<string, number>> {
  readonly unassigned: number;
  readonly lost: number;
  readonly disabled: number;
  readonly invalid: number;
}

/** Counts the rows; undefined while they are not known. Pure. */
export function countRows(replica: DeploymentReplica, gone: ReadonlySet<string>): RowCounts | undefined {
  if (replica.state !== 'current') return undefined;
  const counts = { unassigned: 0, lost: 0, disabled: 0, invalid: replica.invalid?.size ?? 0 };
  for (const row of replica.deployments.values()) {
    const state = stateOf(row, gone);
    if (state !== undefined) counts[state] += 1;
  }
  return counts;
}

function stateOf({ enabled, type, address }: Deployment, gone: ReadonlySet<string>) {
  if (!enabled) return 'disabled';
  if (type === 'daemon') return undefined;
  if (address === '') return 'unassigned';
  return gone.has(address) ? 'lost' : undefined;
}

/** The addresses that hold enabled deployments and are lost, as far as the membership can be relied on. Pure. */
export function goneAddresses(replica: DeploymentReplica, membership: Membership | undefined): ReadonlySet<string> {
  if (replica.state !== 'current' || membership === undefined) return new Set();
  return new Set(
    [...replica.deployments.values()]
      .filter(isHeld)
      .map(({ address }) => address)
      .filter(missingFrom(membership)),
  );
}

function isHeld({ enabled, type, address }: Deployment): boolean {
  return enabled && type === 'deployment' && address !== '';
}
