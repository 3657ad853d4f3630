import type { Deployment } from '@node-unit/deployment';

import { ClaimsSeen } from './ClaimsSeen.js';
import { type EligibleSince, lastEligibleMs } from './EligibleSince.js';
import { memoize } from './memoize.js';
import type { Standing } from './Standing.js';
import type { Waiting } from './Waiting.js';

/**
 * The state of patience with a candidate.
 *
 * @public
 */
export interface Patience {
  /** How long this node-unit has seen the candidate unassigned, in ms. */
  readonly waitedMs: number;
  /** The number of additional ranks that are eligible; normally 0. */
  readonly widenedBy: number;
  /** Time until the next rank becomes eligible, in ms; `undefined` if there is no further rank. */
  readonly leftMs: number | undefined;
}

/** The inputs of patience. */
export interface PatienceInput {
  readonly nowMs: number;
  /** How long the eligible node-units have to claim a candidate before the next rank becomes eligible. */
  readonly patienceMs: number;
  readonly waiting: Waiting;
}

/** The node-units that may claim a candidate now, and why. */
export interface Eligibility {
  readonly eligible: readonly string[];
  readonly patience: Patience;
}

/**
 * All node-units with the best score are eligible. Each time they do not claim the candidate within the patience, the
 * next rank becomes eligible too; the unscored rank last. Pure; what candidates have in common is worked out once.
 *
 * @remarks
 * A long queue is not starvation. Patience starts again whenever a candidate earlier in the queue is claimed. The
 * earlier candidates are finite, so every candidate is reached. Patience does not start again for node-units that were
 * eligible all the time and claimed nothing while others did: the cluster does not wait for them again at every
 * candidate.
 */
export function widenByPatience(input: PatienceInput): (candidate: Deployment, standing: Standing) => Eligibility {
  const { nowMs, waiting } = input;
  const claims = ClaimsSeen.of(waiting.claims);
  const widen = widening(input, claims);
  let last: (Similar & { readonly eligibility: Eligibility }) | undefined;
  return (candidate, standing) => {
    const known = waiting.candidates.get(candidate.id) ?? { sinceMs: nowMs, eligibleSinceMs: NOBODY };
    const similar = { standing, sinceMs: known.sinceMs, eligibleSinceMs: known.eligibleSinceMs };
    // Of most candidates of a queue, the one before them is the same in all that counts.
    if (!claims.areAllBefore(candidate)) return widen(candidate, similar);
    if (!last || !isSimilar(last, similar)) last = { ...similar, eligibility: widen(candidate, similar) };
    return last.eligibility;
  };
}

const NOBODY: EligibleSince = new Map();

/** What decides about a candidate, beside the claims that were seen before it. */
interface Similar {
  readonly standing: Standing;
  readonly sinceMs: number;
  readonly eligibleSinceMs: EligibleSince;
}

function isSimilar(one: Similar & { readonly eligibility: Eligibility }, other: Similar): boolean {
  return (
    one.sinceMs === other.sinceMs &&
    one.eligibleSinceMs === other.eligibleSinceMs &&
    (one.standing === other.standing || (one.eligibility.patience.widenedBy === 0 && haveSameBest(one, other)))
  );
}

/** Until patience widens the circle, nobody looks beyond the best. */
function haveSameBest({ standing: one }: Similar, { standing: other }: Similar): boolean {
  return one.best(0) === other.best(0) && one.hasOthers(0) === other.hasOthers(0);
}

function widening(
  { nowMs, patienceMs, waiting }: PatienceInput,
  claims: ClaimsSeen,
): (candidate: Deployment, of: Similar) => Eligibility {
  const claimsBy = memoize((addresses: readonly string[]) => claims.by(addresses));
  const lastEligible = lastEligibleMs(nowMs);
  return (candidate, { standing, sinceMs, eligibleSinceMs: known }) => {
    const eligibleSinceMs = waiting.renewed?.get(known) ?? known;
    const waitedMs = nowMs - sinceMs;
    const progressMs = Math.max(sinceMs, claims.latestBeforeMs(candidate));
    for (let widenedBy = 0; ; widenedBy += 1) {
      const eligible = standing.best(widenedBy);
      if (!standing.hasOthers(widenedBy)) return { eligible, patience: { waitedMs, widenedBy, leftMs: undefined } };
      // Since when all of these have been eligible without claiming.
      const idleSinceMs = Math.max(
        sinceMs,
        lastEligible(eligibleSinceMs, eligible),
        claimsBy(eligible).latestBeforeMs(candidate),
      );
      const endsMs = Math.min(progressMs + widenedBy * patienceMs, idleSinceMs) + patienceMs;
      if (endsMs > nowMs) return { eligible, patience: { waitedMs, widenedBy, leftMs: endsMs - nowMs } };
    }
  };
}
