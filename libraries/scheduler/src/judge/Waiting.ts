import type { Deployment } from '@node-unit/deployment';

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
}

/**
 * The initial state.
 *
 * @public
 */
export const NOTHING_WAITS: Waiting = { candidates: new Map(), claims: new Map() };

/** Updates the observations with the current assignable rows. Pure. */
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
