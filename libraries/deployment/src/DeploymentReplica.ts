import { VersionedMap } from '@node-unit/basics';

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
 * The rows of a replica, by id: a value that never changes.
 *
 * @remarks
 * In a replica that was fed by changes, `deployments` is a `VersionedMap` of `@node-unit/basics`: a change costs what it
 * changes, and what has changed since an earlier replica is known.
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
        deployments: VersionedMap.of(change.deployments.map((row) => [row.id, row])),
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
  const { upserted, removedIds, invalid = [] } = delta;
  const upsertedRows = upserted.map((row) => [row.id, row] as const);
  const notReadable = [...invalid.map(({ id }) => id), ...removedIds];
  return {
    deployments: VersionedMap.of(replica.deployments).with(upsertedRows, notReadable),
    invalid: patchInvalid(replica.invalid ?? new Map(), delta),
  };
}

function patchInvalid(
  known: ReadonlyMap<string, string>,
  { upserted, removedIds, invalid = [] }: DeploymentChange & { kind: 'delta' },
): ReadonlyMap<string, string> {
  if (known.size === 0 && invalid.length === 0) return known;
  const next = new Map(known);
  for (const { id } of upserted) next.delete(id);
  for (const { id, reason } of invalid) next.set(id, reason);
  for (const id of removedIds) next.delete(id);
  return next;
}
