import {
  applyDeploymentChange,
  type Deployment,
  type DeploymentChange,
  type DeploymentReplica,
  type InvalidDeployment,
  parseDeploymentRow,
  toDeploymentRow,
} from '@node-unit/deployment';
import { map, type Observable, scan } from 'rxjs';

import { patchRow, type RowPatch } from './rowPatch.js';
import { type ChangeFrame, changeFrame } from './services.js';

/** A frame cannot be understood, because what it is relative to was not received. */
export class MissingBaseError extends Error {}

/**
 * The changes in the frames of one stream.
 *
 * @remarks
 * Errors with a {@link MissingBaseError} if a frame is missing, or a patch is for a row that is not there: what follows would
 * be wrong.
 */
export function receiveChanges(frames$: Observable<unknown>): Observable<DeploymentChange> {
  return frames$.pipe(
    scan((received, frame) => receiveFrame(received, changeFrame.parse(frame)), NOTHING_RECEIVED),
    map(({ change }) => change),
  );
}

interface Received {
  readonly change: DeploymentChange;
  /** What all frames so far have said. */
  readonly replica: DeploymentReplica;
  /** Of the next frame. */
  readonly sequence: number;
}

const NOTHING_RECEIVED: Received = {
  change: { kind: 'unavailable', reason: 'nothing was received yet' },
  replica: { state: 'loading' },
  sequence: 0,
};

function receiveFrame({ replica, sequence }: Received, frame: ChangeFrame): Received {
  // A storage of an earlier version does not number its frames, nor does any if whole rows were asked for.
  if (frame.sequence !== undefined && frame.sequence !== sequence) {
    throw new MissingBaseError(`the storage sent frame ${frame.sequence} where ${sequence} was expected`);
  }
  const change = changeIn(frame, replica);
  return { change, replica: applyDeploymentChange(replica, change), sequence: sequence + 1 };
}

function changeIn(frame: ChangeFrame, replica: DeploymentReplica): DeploymentChange {
  if (frame.kind === 'unavailable') return { kind: 'unavailable', reason: frame.reason };
  if (frame.kind === 'snapshot') {
    const { deployments, invalid } = parseRows(frame.rows, frame.invalid);
    return { kind: 'snapshot', deployments, invalid };
  }
  const patched = frame.patches.map((patch) => patchedRow(patch, replica));
  const { deployments, invalid } = parseRows([...frame.rows, ...patched], frame.invalid);
  return { kind: 'delta', upserted: deployments, invalid, removedIds: frame.removed_ids };
}

function patchedRow(patch: RowPatch, replica: DeploymentReplica): unknown {
  const base = replica.state === 'current' ? replica.deployments.get(patch.id) : undefined;
  if (base) return patchRow(toDeploymentRow(base), patch);
  throw new MissingBaseError(`the storage sent what has changed in the row ${patch.id}, which is not there`);
}

function parseRows(
  rows: readonly unknown[],
  invalidThere: readonly InvalidDeployment[],
): { readonly deployments: readonly Deployment[]; readonly invalid: readonly InvalidDeployment[] } {
  const deployments: Deployment[] = [];
  const invalid = [...invalidThere];
  for (const row of rows) {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind === 'deployment') deployments.push(parsed.deployment);
    else invalid.push({ id: parsed.id, reason: parsed.reason });
  }
  return { deployments, invalid };
}
