import type { Deployment } from '@node-unit/deployment';

/**
 * A candidate as this node-unit has watched it.
 *
 * @public
 */
export interface WaitingCandidate {
  readonly row: Deployment;
  /** Since when it was seen unassigned at its present claim epoch. */
  readonly sinceMs: number;
  /** Since when each of the addresses that are eligible for it has been so without a break. */
  readonly eligibleSinceMs: ReadonlyMap<string, number>;
}

/**
 * What this node-unit has seen of the queue: since when candidates wait and for whom, and who takes candidates from it.
 *
 * @remarks
 * All times are of the local scheduler clock; clocks of other machines are never compared.
 *
 * @public
 */
export interface Waiting {
  /** By deployment id. A candidate that was assigned in between has a new claim epoch and waits anew. */
  readonly candidates: ReadonlyMap<string, WaitingCandidate>;
  /** By address: the candidate that it was last seen to take, as it waited, and when. */
  readonly claims: ReadonlyMap<string, { readonly row: Deployment; readonly seenMs: number }>;
}

/**
 * Nothing was seen yet.
 *
 * @public
 */
export const NOTHING_WAITS: Waiting = { candidates: new Map(), claims: new Map() };

/** What is known after one more look at the assignable rows. Pure. */
export function observeWaiting(previous: Waiting, rows: readonly Deployment[], nowMs: number): Waiting {
  const candidates = new Map<string, WaitingCandidate>();
  const claims = new Map(previous.claims);
  for (const row of rows) {
    const known = previous.candidates.get(row.id);
    if (row.address === '') {
      const waitsOn = known?.row.claimEpoch === row.claimEpoch;
      candidates.set(row.id, waitsOn ? known : { row, sinceMs: nowMs, eligibleSinceMs: new Map() });
    } else if (known) {
      claims.set(row.address, { row: known.row, seenMs: nowMs });
    }
  }
  return candidates.size === 0 ? NOTHING_WAITS : { candidates, claims };
}

/**
 * Who was found eligible for a candidate.
 *
 * @public
 */
export interface JudgedCandidate {
  readonly deploymentId: string;
  readonly eligible: readonly string[];
}

/**
 * What is known after a round has judged some candidates. Pure.
 *
 * @public
 */
export function rememberEligible(waiting: Waiting, judged: readonly JudgedCandidate[], nowMs: number): Waiting {
  const candidates = new Map(waiting.candidates);
  for (const { deploymentId, eligible } of judged) {
    const known = candidates.get(deploymentId);
    if (!known) continue;
    const before = known.eligibleSinceMs;
    if (before.size === eligible.length && eligible.every((address) => before.has(address))) continue;
    const eligibleSinceMs = new Map(eligible.map((address) => [address, before.get(address) ?? nowMs]));
    candidates.set(deploymentId, { ...known, eligibleSinceMs });
  }
  return { ...waiting, candidates };
}
