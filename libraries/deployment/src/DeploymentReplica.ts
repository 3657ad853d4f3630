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
  | { readonly state: 'current'; readonly deployments: ReadonlyMap<string, Deployment> }
  | { readonly state: 'stale'; readonly deployments: ReadonlyMap<string, Deployment>; readonly reason: string };

/**
 * Applies a change. Pure: the given replica is not modified.
 *
 * @public
 */
export function applyDeploymentChange(replica: DeploymentReplica, change: DeploymentChange): DeploymentReplica {
  switch (change.kind) {
    case 'snapshot':
      return { state: 'current', deployments: new Map(change.deployments.map((row) => [row.id, row])) };
    case 'unavailable':
      return replica.state === 'loading'
        ? { state: 'loading', reason: change.reason }
        : { state: 'stale', deployments: replica.deployments, reason: change.reason };
    case 'delta':
      return replica.state === 'current' ? { state: 'current', deployments: patch(replica, change) } : replica;
  }
}

function patch(
  replica: DeploymentReplica & { state: 'current' },
  delta: DeploymentChange & { kind: 'delta' },
): ReadonlyMap<string, Deployment> {
  const deployments = new Map(replica.deployments);
  for (const row of delta.upserted) deployments.set(row.id, row);
  for (const id of delta.removedIds) deployments.delete(id);
  return deployments;
}
