import type { AddressWrite, ReleaseResult } from '@node-unit/deployment';

import type { CandidateVerdict, RefusalReason } from '../judge/CandidateVerdict.js';
import type { NodeUnit } from '@node-unit/fleet';

/**
 * What started a round.
 *
 * @public
 */
export type RoundTrigger = 'interval' | 'membership' | 'deployments';

/**
 * Why a round claimed nothing.
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
  /** The round threw an error that nobody expected; the next one starts as usual. */
  | 'internal_error';

/**
 * How a round ended.
 *
 * @public
 */
export type RoundResult =
  | { readonly kind: 'claimed'; readonly deploymentId: string; readonly claimEpoch: number }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail?: string };

/**
 * One try to claim, with what was known of every online node-unit at that moment.
 *
 * @public
 */
export interface ClaimAttempt {
  readonly verdict: CandidateVerdict;
  readonly nodeUnits: readonly NodeUnit[];
  readonly claimed: boolean;
}

/**
 * Everything that one round has seen, decided and done. Exactly one is emitted per round.
 *
 * @public
 */
export interface RoundOutcome {
  /** Counts the rounds of this node-unit since it started, from 1. */
  readonly round: number;
  readonly trigger: RoundTrigger;
  readonly self: string;
  readonly policyName: string;
  readonly lostAddresses: readonly string[];
  readonly released: readonly AddressWrite[];
  /** Lost addresses that the store takes for online; they are asked for again if they are still lost. */
  readonly refusedReleases: ReleaseResult['refused'];
  /** The verdicts that were reached, in claiming order; a round stops at its claim. */
  readonly verdicts: readonly CandidateVerdict[];
  readonly attempts: readonly ClaimAttempt[];
  readonly result: RoundResult;
  readonly durationMs: number;
}
