import { messageOf } from '@node-unit/basics';
import type { Deployment, DeploymentStore, ReleaseResult } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import { mayBeLeft, placeAmongEligible } from './passedOver.js';
import type { RoundPlan } from './planRound.js';
import type { ClaimAttempt, RoundOutcome, RoundResult, SkipReason } from './RoundOutcome.js';

export type RoundRecord = Pick<
  RoundOutcome,
  'lostAddresses' | 'released' | 'refusedReleases' | 'lockedReleases' | 'verdicts' | 'attempts' | 'result'
>;

/** The result of a round without writes. */
export const emptyRecord: Omit<RoundRecord, 'result'> = {
  lostAddresses: [],
  released: [],
  refusedReleases: [],
  verdicts: [],
  attempts: [],
};

type ActingPlan = RoundPlan & { kind: 'act' };

/**
 * Executes a plan: releases the lost addresses, then claims one candidate for which this node-unit is eligible and which no
 * other node-unit has claimed first. Tied node-units begin at different candidates, so that together they claim the queue in
 * its order.
 */
export async function applyPlan(
  plan: RoundPlan,
  self: string,
  store: Pick<DeploymentStore, 'release' | 'claim'>,
): Promise<RoundRecord> {
  if (plan.kind === 'skip') return { ...emptyRecord, result: { kind: 'skipped', reason: plan.reason } };
  const { releasable } = plan;
  let release: ReleaseResult = { released: [], refused: [] };
  try {
    if (releasable.addresses.length > 0) {
      release = await store.release(releasable.addresses, releasable.exclusive);
    }
    return { ...releaseRecord(plan, release), ...(await claimFirst(plan, self, store)) };
  } catch (error) {
    const detail = messageOf(error);
    const result = { kind: 'skipped', reason: 'store_unavailable', detail } as const;
    return { ...emptyRecord, ...releaseRecord(plan, release), result };
  }
}

function releaseRecord(
  { lostAddresses }: ActingPlan,
  { released, refused: refusedReleases, locked }: ReleaseResult,
): Pick<RoundRecord, 'lostAddresses' | 'released' | 'refusedReleases' | 'lockedReleases'> {
  return { lostAddresses, released, refusedReleases, ...(locked && { lockedReleases: locked }) };
}

async function claimFirst(
  plan: ActingPlan,
  self: string,
  store: Pick<DeploymentStore, 'claim'>,
): Promise<Pick<RoundRecord, 'verdicts' | 'attempts' | 'result'>> {
  const verdicts: CandidateVerdict[] = [];
  const attempts: ClaimAttempt[] = [];
  for (const { candidate, verdict } of inOwnOrder(plan, self, verdicts)) {
    const claim = await store.claim(candidate.id, self, candidate.claimEpoch);
    attempts.push({ verdict, nodeUnits: plan.view.nodeUnits, claimed: claim.outcome === 'claimed' });
    if (claim.outcome === 'conflict') continue;
    const result = { kind: 'claimed', deploymentId: candidate.id, claimEpoch: claim.claimEpoch } as const;
    return { verdicts, attempts, result };
  }
  return { verdicts, attempts, result: skippedResult(verdicts) };
}

type Eligible = { readonly candidate: Deployment; readonly verdict: CandidateVerdict & { readonly kind: 'eligible' } };

/**
 * The candidates that this node-unit tries to claim: from the one that its place among the eligible node-units points to, on
 * to the end of the queue, then those that it has left to others.
 */
function* inOwnOrder(plan: ActingPlan, self: string, verdicts: CandidateVerdict[]): Generator<Eligible> {
  const left: Eligible[] = [];
  let toLeave = 0;
  let hasBegun = false;
  for (const each of eligibleOnes(plan, verdicts)) {
    if (left.length === 0) toLeave = placeAmongEligible(self, each.verdict);
    hasBegun ||= left.length === toLeave || !mayBeLeft(each.candidate, self, plan.waiting, plan.view.nowMs);
    if (hasBegun) yield each;
    else left.push(each);
  }
  const first = hasBegun ? 0 : toLeave % Math.max(1, left.length);
  yield* left.slice(first);
  yield* left.slice(0, first);
}

/** In the order of the queue, judged when they are asked for. What was judged on the way is added to `verdicts`. */
function* eligibleOnes({ candidates, judge }: ActingPlan, verdicts: CandidateVerdict[]): Generator<Eligible> {
  for (const candidate of candidates) {
    const verdict = judge(candidate);
    verdicts.push(verdict);
    if (verdict.kind === 'eligible') yield { candidate, verdict };
    else if (verdict.reason === 'policy_error') return;
  }
}

/** The reason for the whole round: the one closest to a claim. */
function skippedResult(verdicts: readonly CandidateVerdict[]): RoundResult {
  const skipped = (reason: SkipReason, detail?: string): RoundResult =>
    detail === undefined ? { kind: 'skipped', reason } : { kind: 'skipped', reason, detail };
  if (verdicts.length === 0) return skipped('no_candidate');
  const refusals = verdicts.filter((verdict) => verdict.kind === 'refused');
  const failure = refusals.find((verdict) => verdict.reason === 'policy_error');
  if (failure) return skipped('policy_error', failure.detail);
  if (refusals.length < verdicts.length) return skipped('claim_conflict');
  const nearest = refusals.find((verdict) => verdict.reason === 'not_eligible') ?? refusals[0];
  return skipped(nearest?.reason ?? 'no_candidate', nearest?.detail);
}
