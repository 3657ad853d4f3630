import type { Deployment } from '@node-unit/deployment';

import { claimingOrder } from './claimingOrder.js';
import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { Waiting, WaitingCandidate } from './Waiting.js';

/**
 * How far patience with a candidate has run out.
 *
 * @public
 */
export interface Patience {
  /** How long this node-unit has seen the candidate unassigned, in ms. */
  readonly waitedMs: number;
  /** By how many ranks the eligible were widened; 0 in plain operation. */
  readonly widenedBy: number;
  /** Until the next in rank become eligible if nobody claims, in ms; `undefined` if no more are left. */
  readonly leftMs: number | undefined;
}

/** What patience is measured by. */
export interface PatienceInput {
  readonly nowMs: number;
  /** How long the eligible may leave a candidate before the next in rank become eligible too. */
  readonly patienceMs: number;
  readonly waiting: Waiting;
}

/** Who may claim a candidate now, and how that came about. */
export interface Eligibility {
  readonly eligible: readonly string[];
  readonly patience: Patience;
}

/**
 * All with the best score are eligible. Whenever they leave the candidate for another patience, the next in rank
 * become eligible as well; those without a score come after every score. Pure.
 *
 * @remarks
 * A long queue is no starvation. Patience begins anew whenever somebody takes a candidate from before this one; what
 * is before it is finite, so every candidate has its turn. But it does not begin anew for those who only watch while
 * others take: who has been eligible all the time and took nothing is not waited for again with every candidate.
 */
export function widenByPatience(
  candidate: Deployment,
  rankings: readonly NodeUnitRanking[],
  input: PatienceInput,
): Eligibility {
  const { nowMs, patienceMs } = input;
  const ranks = ranksOf(rankings);
  const progress = progressBefore(candidate, input);
  const waitedMs = nowMs - progress.candidate.sinceMs;
  for (let widenedBy = 0; ; widenedBy += 1) {
    const eligible = ranks.slice(0, widenedBy + 1).flat();
    if (widenedBy + 1 >= ranks.length) return { eligible, patience: { waitedMs, widenedBy, leftMs: undefined } };
    const endsMs =
      Math.min(progress.lastMs + widenedBy * patienceMs, idleSinceMs(eligible, progress, nowMs)) + patienceMs;
    if (endsMs > nowMs) return { eligible, patience: { waitedMs, widenedBy, leftMs: endsMs - nowMs } };
  }
}

interface Progress {
  readonly candidate: WaitingCandidate;
  /** When anybody was last seen to take a candidate from before this one, or since when this one waits. */
  readonly lastMs: number;
  /** The same, by who took it. */
  readonly byAddress: ReadonlyMap<string, number>;
}

function progressBefore(candidate: Deployment, { waiting, nowMs }: PatienceInput): Progress {
  const known = waiting.candidates.get(candidate.id);
  const byAddress = new Map<string, number>();
  for (const [address, { row, seenMs }] of waiting.claims) {
    // Who takes a candidate from behind passes this one over: no sign that it will come to it.
    if (claimingOrder(row, candidate) < 0) byAddress.set(address, seenMs);
  }
  return {
    candidate: known ?? { row: candidate, sinceMs: nowMs, eligibleSinceMs: new Map() },
    lastMs: Math.max(known?.sinceMs ?? nowMs, ...byAddress.values()),
    byAddress,
  };
}

/** Since when all of these have been eligible and have taken nothing. */
function idleSinceMs(addresses: readonly string[], { candidate, byAddress }: Progress, nowMs: number): number {
  const since = addresses.map((address) =>
    Math.max(candidate.eligibleSinceMs.get(address) ?? nowMs, byAddress.get(address) ?? candidate.sinceMs),
  );
  return Math.max(candidate.sinceMs, ...since);
}

/** Addresses of equal score are one rank, all without a score the last one; the first rank is of scores. */
function ranksOf(rankings: readonly NodeUnitRanking[]): readonly (readonly string[])[] {
  const ranks: string[][] = [];
  let lastScore: number | undefined;
  for (const ranking of rankings) {
    const score = ranking.kind === 'scored' ? ranking.score : undefined;
    const rank = ranks.at(-1);
    if (rank && score === lastScore) rank.push(ranking.address);
    else ranks.push(...(rank || score !== undefined ? [] : [[]]), [ranking.address]);
    lastScore = score;
  }
  return ranks.length === 0 ? [[]] : ranks;
}
