import {
  applyDeploymentChange,
  type DeploymentChange,
  type DeploymentReplica,
  type DeploymentStore,
  type InvalidDeployment,
  type ReplicatedRows,
} from '@node-unit/deployment';
import type { Observable } from 'rxjs';

import { shareWithSnapshot, type Step } from './shareWithSnapshot.js';

/**
 * A change of the table, with the rows before and after it.
 *
 * @public
 */
export type TableStep = Step<DeploymentChange, DeploymentReplica>;

/**
 * The changes of a store, which is watched once for all subscribers; each begins with a snapshot.
 *
 * @public
 */
export function watchTable({ changes$ }: Pick<DeploymentStore, 'changes$'>): Observable<TableStep> {
  return shareWithSnapshot(changes$, { initial: NOTHING_YET, apply: applyDeploymentChange, snapshotOf });
}

const NOTHING_YET: DeploymentReplica = {
  state: 'loading',
  reason: 'nothing was received from the database yet',
};

/** What is known of a table, as a change. Pure. */
export function snapshotOf(replica: DeploymentReplica): DeploymentChange {
  return replica.state === 'current'
    ? { kind: 'snapshot', deployments: [...replica.deployments.values()], invalid: invalidOf(replica) }
    : { kind: 'unavailable', reason: replica.reason ?? 'the database is out of reach' };
}

function invalidOf({ invalid = new Map() }: ReplicatedRows): readonly InvalidDeployment[] {
  return [...invalid].map(([id, reason]) => ({ id, reason }));
}
