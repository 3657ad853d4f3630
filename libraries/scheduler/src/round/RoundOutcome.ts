import type { AddressWrite, ReleaseResult } from '@node-unit/deployment';

import type { CandidateVerdict, RefusalReason } from '../judge/CandidateVerdict.js';
import type { NodeUnit } from '@node-unit/fleet';

/**
 * The trigger of a round.
 *
 * @public
 */
export type RoundTrigger = 'interval' | 'membership' | 'deployments';

/**
 * The reason why a round claimed nothing.
 *
 * @public
 */
export type SkipReason =
  | RefusalReason
  | 'no_candidate'
  | 'claim_conflict'
  | 'policy_disabled'
  | 'membership_unsettled'
  | 'store_unavailable'
  /** The round threw an unexpected error; the next round starts as usual. */
  | 'internal_error';

/**
 * The result of a round.
 *
 * @public
 */
export type RoundResult =
  | { readonly kind: 'claimed'; readonly deploymentId: string; readonly claimEpoch: number }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail?: string };

/**
 * One attempt to claim, with what was known about every online node-unit at that moment.
 *
 * @public
 */
export interface ClaimAttempt {
  readonly verdict: CandidateVerdict;
  readonly nodeUnits: readonly NodeUnit[];
  readonly claimed: boolean;
}

/**
 * The observations, decisions and writes of one round. Exactly one is emitted per round.
 *
 * @public
 */
export interface RoundOutcome {
  /** Number of this round since the start of the node-unit, from 1. */
  readonly round: number;
  readonly trigger: RoundTrigger;
  readonly self: string;
  readonly policyName: string;
  readonly lostAddresses: readonly string[];
  readonly released: readonly AddressWrite[];
  /** Lost addresses that the store considers online; they are requested again while they are still lost. */
  readonly refusedReleases: ReleaseResult['refused'];
  /** Deployments of lost addresses whose rows somebody holds locked; another round follows soon. */
  readonly lockedReleases?: readonly string[];
  /** The verdicts in claiming order; a round stops at its claim. */
  readonly verdicts: readonly CandidateVerdict[];
  readonly attempts: readonly ClaimAttempt[];
  readonly result: RoundResult;
  readonly durationMs: number;
}
