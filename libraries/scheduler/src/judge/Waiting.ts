import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

import { assignable, type RoundIndex } from '../index/RoundIndex.js';
import { claimingOrder } from './claimingOrder.js';
import { nextEligibleSince, NOBODY_YET } from './EligibleSince.js';

/**
 * The observations of this node-unit about one candidate.
 *
 * @public
 */
export interface WaitingCandidate {
  readonly row: Deployment;
  /** When it was first seen unassigned at its current claim epoch. */
  readonly sinceMs: number;
  /** Since when each eligible address has been eligible without interruption. */
  readonly eligibleSinceMs: ReadonlyMap<string, number>;
}

/**
 * The observations of this node-unit about the queue: how long candidates have been waiting and for which node-units,
 * and which node-units take candidates.
 *
 * @remarks
 * All times are from the local scheduler clock; clocks of different machines are never compared.
 *
 * @public
 */
export interface Waiting {
  /** By deployment ID. A candidate that was assigned in between has a new claim epoch and starts to wait again. */
  readonly candidates: ReadonlyMap<string, WaitingCandidate>;
  /** By address: the candidate that it was last seen to take, with its waiting state and the time. */
  readonly claims: ReadonlyMap<string, { readonly row: Deployment; readonly seenMs: number }>;
  /** What was observed last. Default: that is not known, so the next observation looks at the whole queue. */
  readonly observed?: Pick<RoundIndex, 'rows' | 'pendingWrites'>;
}

/**
 * The initial state.
 *
 * @public
 */
export const NOTHING_WAITS: Waiting = { candidates: new Map(), claims: new Map() };

/** Updates the observations with the present queue, at the cost of what has changed in it. Pure. */
export function observeWaiting(previous: Waiting, index: RoundIndex, nowMs: number): Waiting {
  if (index.candidates.length === 0) return NOTHING_WAITS;
  const arrived: [string, WaitingCandidate][] = [];
  const left: Left[] = [];
  for (const id of changedIds(previous, index)) {
    const row = assignable(index.rows.get(id), index.pendingWrites);
    const known = previous.candidates.get(id)?.row;
    if (!isQueued(row)) left.push(...leftBy(known, row));
    else if (known?.claimEpoch !== row.claimEpoch) {
      arrived.push([id, { row, sinceMs: nowMs, eligibleSinceMs: NOBODY_YET }]);
    }
  }
  const leftIds = left.map(({ row }) => row.id);
  return {
    candidates: VersionedMap.of(previous.candidates).with(arrived, leftIds),
    claims: withClaims(previous.claims, left, nowMs),
    observed: { rows: index.rows, pendingWrites: index.pendingWrites },
  };
}

function isQueued(row: Deployment | undefined): row is Deployment {
  return row?.address === '';
}

function leftBy(known: Deployment | undefined, row: Deployment | undefined): readonly Left[] {
  return known ? [{ row: known, address: row?.address ?? '' }] : [];
}

/** A candidate that waits no more, and who holds it now; empty = nobody. */
interface Left {
  readonly row: Deployment;
  readonly address: string;
}

function changedIds({ observed, candidates: known }: Waiting, index: RoundIndex): Iterable<string> {
  const { rows, pendingWrites, candidates } = index;
  const changes = observed && VersionedMap.changes(observed.rows, rows);
  if (!changes) return new Set([...known.keys(), ...candidates.map(({ id }) => id)]);
  if (observed.pendingWrites === pendingWrites) return changes.keys();
  return new Set([...changes.keys(), ...observed.pendingWrites.keys(), ...pendingWrites.keys()]);
}

/** Of several that one address took meanwhile, the last in the queue counts. */
function withClaims(known: Waiting['claims'], left: readonly Left[], nowMs: number): Waiting['claims'] {
  const taken = left.filter(({ address }) => address !== '').sort((a, b) => claimingOrder(a.row, b.row));
  if (taken.length === 0) return known;
  return new Map([...known, ...taken.map(({ row, address }) => [address, { row, seenMs: nowMs }] as const)]);
}

/**
 * The node-units that were found eligible for a candidate.
 *
 * @public
 */
export interface JudgedCandidate {
  readonly deploymentId: string;
  readonly eligible: readonly string[];
}

/**
 * Updates the observations after a round has judged candidates. Pure.
 *
 * @public
 */
export function rememberEligible(waiting: Waiting, judged: readonly JudgedCandidate[], nowMs: number): Waiting {
  const nextOf = nextEligibleSince(nowMs);
  const changed: [string, WaitingCandidate][] = [];
  for (const { deploymentId, eligible } of judged) {
    const known = waiting.candidates.get(deploymentId);
    if (!known) continue;
    const eligibleSinceMs = nextOf(known.eligibleSinceMs, eligible);
    if (eligibleSinceMs !== known.eligibleSinceMs) changed.push([deploymentId, { ...known, eligibleSinceMs }]);
  }
  return { ...waiting, candidates: VersionedMap.of(waiting.candidates).with(changed) };
}
