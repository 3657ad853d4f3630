import {
  type Deployment,
  type DeploymentChange,
  type DeploymentReplica,
  type DeploymentRow,
  toDeploymentRow,
} from '@node-unit/deployment';

import { diffRows, type RowPatch } from './rowPatch.js';
import type { SentChangeFrame } from './services.js';
import type { Step } from './shareWithSnapshot.js';

/** A terminal that is told of changes. */
export interface Watcher {
  readonly terminalId: string;
  readonly isNodeUnit: boolean;
  /** It understands rows of which only the changed columns are sent. An earlier version does not say so. */
  readonly takesPatches: boolean;
}

/**
 * The part of a change that a terminal may see; of a row that it has, the columns that have changed.
 *
 * @remarks
 * `env`, `args` and `health` may hold secrets: they are given to the node-unit that runs the deployment and, for a daemon, to
 * every node-unit, because each runs it. They are not needed to decide about a claim. Pure.
 */
export function toChangeFrame(
  { before, change }: Step<DeploymentChange, DeploymentReplica>,
  watcher: Watcher,
): SentChangeFrame {
  switch (change.kind) {
    case 'snapshot':
      return {
        kind: 'snapshot',
        rows: change.deployments.map((deployment) => visibleRow(deployment, watcher)),
        invalid: [...(change.invalid ?? [])],
      };
    case 'delta':
      return {
        kind: 'delta',
        ...rowsAndPatches(change.upserted, knownRows(before, watcher), watcher),
        removed_ids: [...change.removedIds],
        invalid: [...(change.invalid ?? [])],
      };
    case 'unavailable':
      return { kind: 'unavailable', reason: change.reason };
  }
}

const NO_ROWS: ReadonlyMap<string, Deployment> = new Map();

function knownRows(before: DeploymentReplica, { takesPatches }: Watcher): ReadonlyMap<string, Deployment> {
  return takesPatches && before.state === 'current' ? before.deployments : NO_ROWS;
}

function rowsAndPatches(
  upserted: readonly Deployment[],
  known: ReadonlyMap<string, Deployment>,
  watcher: Watcher,
): { readonly rows: unknown[]; readonly patches?: RowPatch[] } {
  const rows: unknown[] = [];
  const patches: RowPatch[] = [];
  for (const deployment of upserted) {
    const before = known.get(deployment.id);
    const row = visibleRow(deployment, watcher);
    if (before) patches.push(diffRows(visibleRow(before, watcher), row));
    else rows.push(row);
  }
  return patches.length > 0 ? { rows, patches } : { rows };
}

function visibleRow(deployment: Deployment, { terminalId, isNodeUnit }: Watcher): DeploymentRow {
  const runsThere = deployment.type === 'daemon' ? isNodeUnit : deployment.address === terminalId;
  return toDeploymentRow(runsThere ? deployment : { ...deployment, env: {}, args: [], health: undefined });
}
