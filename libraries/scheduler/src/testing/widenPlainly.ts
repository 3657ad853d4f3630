import type { Deployment } from '@node-unit/deployment';

import { claimingOrder } from '../judge/claimingOrder.js';
import type { WaitingCandidate } from '../judge/Waiting.js';
import type { Eligibility, PatienceInput } from '../judge/widenByPatience.js';
import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';

/** The eligibility that `widenByPatience` gives, worked out for one candidate by itself. */
export function widenPlainly(
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
  /** When a candidate earlier in the queue was last claimed, or since when this one has been waiting. */
  readonly lastMs: number;
  /** The same, by claimant. */
  readonly byAddress: ReadonlyMap<string, number>;
}

function progressBefore(candidate: Deployment, { waiting, nowMs }: PatienceInput): Progress {
  const known = waiting.candidates.get(candidate.id);
  const byAddress = new Map<string, number>();
  for (const [address, { row, seenMs }] of waiting.claims) {
    // Claiming a later candidate skips this one, so it is no progress towards it.
    if (claimingOrder(row, candidate) < 0) byAddress.set(address, seenMs);
  }
  return {
    candidate: known ?? { row: candidate, sinceMs: nowMs, eligibleSinceMs: new Map() },
    lastMs: Math.max(known?.sinceMs ?? nowMs, ...byAddress.values()),
    byAddress,
  };
}

/** Since when all of these have been eligible without claiming. */
function idleSinceMs(addresses: readonly string[], { candidate, byAddress }: Progress, nowMs: number): number {
  const since = addresses.map((address) =>
    Math.max(candidate.eligibleSinceMs.get(address) ?? nowMs, byAddress.get(address) ?? candidate.sinceMs),
  );
  return Math.max(candidate.sinceMs, ...since);
}

/** Addresses with equal scores form one rank; all unscored form the last one. The first rank always has a score. */
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
