import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

import { assignable, type RoundIndex } from '../index/RoundIndex.js';
import { claimingOrder } from './claimingOrder.js';
import { type EligibleSince, nextEligibleSince } from './EligibleSince.js';

/**
 * The observations of this node-unit about one candidate.
 *
 * @public
 */
export interface WaitingCandidate {
  readonly row: Deployment;
  /** When it was first seen unassigned at its current claim epoch. */
  readonly sinceMs: number;
  /** Since when each eligible address has been eligible without interruption, unless {@link Waiting.renewed} has it. */
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
  /**
   * What became of `eligibleSinceMs` of all candidates that have the same object there: they are alike, so a round that judges
   * all of them does not write each. Default: nothing.
   */
  readonly renewed?: ReadonlyMap<WaitingCandidate['eligibleSinceMs'], WaitingCandidate['eligibleSinceMs']>;
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
  const { rows, pendingWrites, candidates } = index;
  if (candidates.length === 0) return NOTHING_WAITS;
  const known = previous.candidates;
  const { arrived, left } = known.size === 0 ? { arrived: candidates, left: [] } : changesOf(previous, index);
  // One for all that arrive together, so that they share what is known of their eligible node-units from then on.
  const eligibleSinceMs: EligibleSince = new Map();
  const entries = arrived.map((row) => [row.id, { row, sinceMs: nowMs, eligibleSinceMs }] as const);
  const leftIds = left.map(({ row }) => row.id);
  return {
    candidates: known.size === 0 ? VersionedMap.of(entries) : VersionedMap.of(known).with(entries, leftIds),
    claims: withClaims(previous.claims, left, nowMs),
    renewed: previous.renewed ?? NOTHING_RENEWED,
    observed: { rows, pendingWrites },
  };
}

interface QueueChanges {
  /** Those that wait at another claim epoch than before, or did not. */
  readonly arrived: readonly Deployment[];
  readonly left: readonly Left[];
}

function changesOf(previous: Waiting, index: RoundIndex): QueueChanges {
  const arrived: Deployment[] = [];
  const left: Left[] = [];
  for (const id of changedIds(previous, index)) {
    const row = assignable(index.rows.get(id), index.pendingWrites);
    const known = previous.candidates.get(id)?.row;
    if (!isQueued(row)) left.push(...leftBy(known, row));
    else if (known?.claimEpoch !== row.claimEpoch) arrived.push(row);
  }
  return { arrived, left };
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

const NOTHING_RENEWED: ReadonlyMap<EligibleSince, EligibleSince> = new Map();

/** Since when each address that is eligible for a candidate has been so without interruption. */
export function eligibleSinceOf({ renewed }: Pick<Waiting, 'renewed'>, candidate: WaitingCandidate): EligibleSince {
  return renewed?.get(candidate.eligibleSinceMs) ?? candidate.eligibleSinceMs;
}

/**
 * Updates the observations after a round has judged candidates. Pure.
 *
 * @public
 */
export function rememberEligible(waiting: Waiting, judged: readonly JudgedCandidate[], nowMs: number): Waiting {
  const { candidates } = waiting;
  const next = nextEligibleSince(nowMs);
  const nextOf = (known: WaitingCandidate, eligible: readonly string[]): EligibleSince =>
    next(eligibleSinceOf(waiting, known), eligible);
  const renewed = judged.length !== candidates.size ? NOTHING_RENEWED : renewedTogether(candidates, judged, nextOf);
  const changed: [string, WaitingCandidate][] = [];
  for (const { deploymentId, eligible } of judged) {
    const known = candidates.get(deploymentId);
    if (!known || renewed.has(known.eligibleSinceMs)) continue;
    const eligibleSinceMs = nextOf(known, eligible);
    if (eligibleSinceMs !== eligibleSinceOf(waiting, known))
      changed.push([deploymentId, { ...known, eligibleSinceMs }]);
  }
  return {
    ...waiting,
    candidates: VersionedMap.of(candidates).with(changed),
    renewed: renewed === NOTHING_RENEWED ? (waiting.renewed ?? renewed) : renewed,
  };
}

/** Of all candidates that have the same object, what becomes of it, if that is the same for each. */
function renewedTogether(
  candidates: Waiting['candidates'],
  judged: readonly JudgedCandidate[],
  nextOf: (known: WaitingCandidate, eligible: readonly string[]) => EligibleSince,
): ReadonlyMap<EligibleSince, EligibleSince> {
  const renewed = new Map<EligibleSince, EligibleSince>();
  const differing = new Set<EligibleSince>();
  let [last, lastEligible]: [EligibleSince | undefined, readonly string[]] = [undefined, []];
  for (const { deploymentId, eligible } of judged) {
    const known = candidates.get(deploymentId);
    if (!known) return NOTHING_RENEWED;
    if (known.eligibleSinceMs === last && eligible === lastEligible) continue;
    [last, lastEligible] = [known.eligibleSinceMs, eligible];
    const next = nextOf(known, eligible);
    if ((renewed.get(last) ?? next) !== next) differing.add(last);
    renewed.set(last, next);
  }
  for (const each of differing) renewed.delete(each);
  return renewed;
}
