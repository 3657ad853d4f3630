import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

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
  /** The queue that was observed last. Default: that is not known, so the next observation looks at all of it. */
  readonly queue?: ReadonlyMap<string, Deployment>;
}

/**
 * The initial state.
 *
 * @public
 */
export const NOTHING_WAITS: Waiting = { candidates: new Map(), claims: new Map() };

/** What is observed. */
export interface ObservedQueue {
  /** The unassigned deployments, by ID. */
  readonly queue: ReadonlyMap<string, Deployment>;
  /** Who has a deployment; empty or undefined = nobody. */
  readonly holderOf: (id: string) => string | undefined;
}

/** Updates the observations with the current queue, at the cost of what has changed in it. Pure. */
export function observeWaiting(previous: Waiting, { queue, holderOf }: ObservedQueue, nowMs: number): Waiting {
  if (queue.size === 0) return NOTHING_WAITS;
  const arrived: [string, WaitingCandidate][] = [];
  const left: WaitingCandidate[] = [];
  for (const id of changedIds(previous, queue)) {
    const [row, known] = [queue.get(id), previous.candidates.get(id)];
    if (row && known?.row.claimEpoch !== row.claimEpoch) {
      arrived.push([id, { row, sinceMs: nowMs, eligibleSinceMs: NOBODY_YET }]);
    }
    if (!row && known) left.push(known);
  }
  const leftIds = left.map(({ row }) => row.id);
  return {
    candidates: VersionedMap.of(previous.candidates).with(arrived, leftIds),
    claims: withClaims(previous.claims, left, holderOf, nowMs),
    queue,
  };
}

function changedIds(previous: Waiting, queue: ObservedQueue['queue']): Iterable<string> {
  const changes = previous.queue && VersionedMap.changes(previous.queue, queue);
  return changes ? changes.keys() : new Set([...previous.candidates.keys(), ...queue.keys()]);
}

/** Of several that one address took meanwhile, the last in the queue counts. */
function withClaims(
  known: Waiting['claims'],
  left: readonly WaitingCandidate[],
  holderOf: ObservedQueue['holderOf'],
  nowMs: number,
): Waiting['claims'] {
  const taken = left
    .map(({ row }) => ({ row, address: holderOf(row.id) ?? '' }))
    .filter(({ address }) => address !== '')
    .sort((a, b) => claimingOrder(a.row, b.row));
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
