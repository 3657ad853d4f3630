import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

import { applyPendingWrite, type PendingWrites } from '../round/PendingWrites.js';
import { mergeQueue } from './mergeQueue.js';
import { regroup } from './regroup.js';

/**
 * What a round needs of the rows of the table: a value that the next one is made of at the cost of what has changed.
 *
 * @remarks
 * Of the rows that are or can be assigned (enabled, no daemons), with the own writes that the store has not confirmed yet.
 *
 * @public
 */
export interface RoundIndex {
  /** The rows and writes that it was made of. */
  readonly rows: ReadonlyMap<string, Deployment>;
  readonly pendingWrites: PendingWrites;
  readonly deploymentsByAddress: ReadonlyMap<string, readonly Deployment[]>;
  /** The unassigned ones in claiming order. */
  readonly candidates: readonly Deployment[];
}

/** A row before and after a change; `undefined` = it is not one that is or can be assigned. */
export interface RowMove {
  readonly before: Deployment | undefined;
  readonly after: Deployment | undefined;
}

/**
 * The index of these rows, made from that of an earlier version of them at the cost of what has changed since; from the start
 * if there is none or that is not known. Pure.
 *
 * @public
 */
export function updateIndex(
  earlier: RoundIndex | undefined,
  rows: ReadonlyMap<string, Deployment>,
  pendingWrites: PendingWrites,
): RoundIndex {
  const changes = earlier && VersionedMap.changes(earlier.rows, rows);
  if (!changes) return indexRows(rows, pendingWrites);
  const moves: RowMove[] = [];
  for (const { before, after } of changes.values()) {
    moves.push({ before: assignable(before, earlier.pendingWrites), after: assignable(after, pendingWrites) });
  }
  if (earlier.pendingWrites !== pendingWrites) {
    for (const id of new Set([...earlier.pendingWrites.keys(), ...pendingWrites.keys()])) {
      if (changes.has(id)) continue;
      const row = rows.get(id);
      moves.push({ before: assignable(row, earlier.pendingWrites), after: assignable(row, pendingWrites) });
    }
  }
  return move({ ...earlier, rows, pendingWrites }, moves);
}

function indexRows(rows: ReadonlyMap<string, Deployment>, pendingWrites: PendingWrites): RoundIndex {
  const moves: RowMove[] = [];
  for (const row of rows.values()) moves.push({ before: undefined, after: assignable(row, pendingWrites) });
  const empty = { deploymentsByAddress: new Map(), candidates: [] };
  return move({ ...empty, rows, pendingWrites }, moves);
}

/** The row as a round sees it, if it is or can be assigned. */
export function assignable(row: Deployment | undefined, pendingWrites: PendingWrites): Deployment | undefined {
  return row?.enabled && row.type === 'deployment' ? applyPendingWrite(row, pendingWrites) : undefined;
}

function move(index: RoundIndex, moves: readonly RowMove[]): RoundIndex {
  const left: string[] = [];
  const entered: Deployment[] = [];
  for (const { before, after } of moves) {
    if (before?.address === '') left.push(before.id);
    if (after?.address === '') entered.push(after);
  }
  return {
    ...index,
    deploymentsByAddress: regroup(index.deploymentsByAddress, moves),
    candidates: mergeQueue(index.candidates, left, entered),
  };
}
