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
        rows: change.deployments.map((deployment) => rowOf(deployment, isShown(deployment, watcher))),
        invalid: [...(change.invalid ?? [])],
      };
    case 'delta':
      return {
        kind: 'delta',
        ...rowsAndPatches(change, knownRows(before, watcher), watcher),
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
  change: Delta,
  known: ReadonlyMap<string, Deployment>,
  watcher: Watcher,
): { readonly rows: unknown[]; readonly patches?: RowPatch[] } {
  const rows: unknown[] = [];
  const patches: RowPatch[] = [];
  for (const [index, after] of change.upserted.entries()) {
    const before = known.get(after.id);
    const isShownAfter = isShown(after, watcher);
    if (before) {
      const wasShown = isShown(before, watcher);
      const make = (): RowPatch => diffRows(rowOf(before, wasShown), rowOf(after, isShownAfter));
      patches.push(once(change, `${index} ${wasShown} ${isShownAfter}`, make));
    } else rows.push(once(change, `${index} ${isShownAfter}`, () => rowOf(after, isShownAfter)));
  }
  return patches.length > 0 ? { rows, patches } : { rows };
}

function isShown({ type, address }: Deployment, { terminalId, isNodeUnit }: Watcher): boolean {
  return type === 'daemon' ? isNodeUnit : address === terminalId;
}

function rowOf(deployment: Deployment, isShownWhole: boolean): DeploymentRow {
  return toDeploymentRow(isShownWhole ? deployment : { ...deployment, env: {}, args: [], health: undefined });
}

type Delta = Extract<DeploymentChange, { readonly kind: 'delta' }>;

const made = new WeakMap<Delta, Map<string, unknown>>();

/** All watchers are told of the same changes, and most of the same part of them: it is made for the first of them. */
function once<Content>(change: Delta, key: string, make: () => Content): Content {
  const contents = made.get(change) ?? new Map<string, unknown>();
  made.set(change, contents);
  const content = contents.get(key) ?? make();
  contents.set(key, content);
  return content as Content;
}
