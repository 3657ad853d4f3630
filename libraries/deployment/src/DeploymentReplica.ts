import type { Deployment } from './Deployment.js';
import type { DeploymentChange } from './DeploymentChange.js';

/**
 * A copy of the deployment table in memory, fed by the changes of a store.
 *
 * @remarks
 * `loading`: nothing received yet. `stale`: the store is unavailable; the rows are the last known ones,
 * sufficient to keep processes running, but not to make decisions.
 *
 * @public
 */
export type DeploymentReplica =
  | { readonly state: 'loading'; readonly reason?: string }
  | ({ readonly state: 'current' } & ReplicatedRows)
  | ({ readonly state: 'stale'; readonly reason: string } & ReplicatedRows);

/**
 * The rows of a replica, by id.
 *
 * @public
 */
export interface ReplicatedRows {
  readonly deployments: ReadonlyMap<string, Deployment>;
  /** Why the rows that cannot be read are invalid. Default: there are none. */
  readonly invalid?: ReadonlyMap<string, string>;
}

/**
 * Applies a change. Pure: the given replica is not modified.
 *
 * @public
 */
export function applyDeploymentChange(replica: DeploymentReplica, change: DeploymentChange): DeploymentReplica {
  switch (change.kind) {
    case 'snapshot':
      return {
        state: 'current',
        deployments: new Map(change.deployments.map((row) => [row.id, row])),
        invalid: new Map((change.invalid ?? []).map(({ id, reason }) => [id, reason])),
      };
    case 'unavailable':
      return replica.state === 'loading'
        ? { state: 'loading', reason: change.reason }
        : { ...replica, state: 'stale', reason: change.reason };
    case 'delta':
      return replica.state === 'current' ? { state: 'current', ...patch(replica, change) } : replica;
  }
}

function patch(replica: ReplicatedRows, delta: DeploymentChange & { kind: 'delta' }): ReplicatedRows {
  const deployments = new Map(replica.deployments);
  const invalid = new Map(replica.invalid);
  for (const row of delta.upserted) {
    deployments.set(row.id, row);
    invalid.delete(row.id);
  }
  for (const { id, reason } of delta.invalid ?? []) {
    deployments.delete(id);
    invalid.set(id, reason);
  }
  for (const id of delta.removedIds) {
    deployments.delete(id);
    invalid.delete(id);
  }
  return { deployments, invalid };
}
