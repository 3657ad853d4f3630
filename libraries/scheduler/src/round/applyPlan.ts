import { messageOf } from '@node-unit/basics';
import type { DeploymentStore, ReleaseResult } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
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
 * Executes a plan: releases the lost addresses, then claims the first candidate for which this node-unit is eligible
 * and which no other node-unit has claimed first.
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
  for (const candidate of plan.candidates) {
    const verdict = plan.judge(candidate);
    verdicts.push(verdict);
    if (verdict.kind === 'refused' && verdict.reason === 'policy_error') break;
    if (verdict.kind === 'refused') continue;
    const claim = await store.claim(candidate.id, self);
    attempts.push({ verdict, nodeUnits: plan.view.nodeUnits, claimed: claim.outcome === 'claimed' });
    if (claim.outcome === 'conflict') continue;
    const result = { kind: 'claimed', deploymentId: candidate.id, claimEpoch: claim.claimEpoch } as const;
    return { verdicts, attempts, result };
  }
  return { verdicts, attempts, result: skippedResult(verdicts) };
}

/** The reason for the whole round: the one closest to a claim. */
function skippedResult(verdicts: readonly CandidateVerdict[]): RoundResult {
  const skipped = (reason: SkipReason, detail?: string): RoundResult =>
    detail === undefined ? { kind: 'skipped', reason } : { kind: 'skipped', reason, detail };
  if (verdicts.length === 0) return skipped('no_candidate');
  const refusals = verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? [verdict] : []));
  const failure = refusals.find((verdict) => verdict.reason === 'policy_error');
  if (failure) return skipped('policy_error', failure.detail);
  if (refusals.length < verdicts.length) return skipped('claim_conflict');
  const nearest = refusals.find((verdict) => verdict.reason === 'not_eligible') ?? refusals[0];
  return skipped(nearest?.reason ?? 'no_candidate', nearest?.detail);
}
