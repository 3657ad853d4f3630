/**
 * The claim policy contract, the pure decision of a scheduling round, and the loop that runs rounds.
 * No sockets, no database, no environment, no clock of its own.
 *
 * @packageDocumentation
 */
export type {
  ClaimPolicy,
  ClaimPolicyContext,
  ClaimPolicyDescription,
  ClaimPolicyModule,
  NodeUnitRanking,
  PreparedRanking,
} from './policy/ClaimPolicy.js';
/** What a policy judges; from here, so that a policy package needs this package alone. */
export type { Deployment } from '@node-unit/deployment';
export type { ClusterView } from './policy/ClusterView.js';
export { countByPackage } from './policy/countByPackage.js';
export { NONE_POLICY_NAME } from '@node-unit/fleet';
export { createNonePolicy } from './policy/createNonePolicy.js';
export { describeOutcome, type OutcomeRecord } from './round/describeOutcome.js';
export { describeExplanation, type ExplanationRecord } from './explain/describeExplanation.js';
export { explainDeployment, type DeploymentExplanation, type NotJudgedReason } from './explain/explainDeployment.js';
export type {
  NodeUnit,
  NodeUnitCapacity,
  NodeUnitResourceUsage,
  NodeUnitSettledUsage,
  PackageUsage,
} from '@node-unit/fleet';
export type { PendingWrites } from './round/PendingWrites.js';
export type { Judge } from './judge/Judge.js';
export { type RoundIndex, updateIndex } from './index/RoundIndex.js';
export { planRound, type RoundInput, type RoundPlan } from './round/planRound.js';
export { type PolicySetting, readPolicySetting } from './policy/PolicySetting.js';
export { rankByScore } from './judge/rankByScore.js';
export type { ClaimAttempt, RoundOutcome, RoundResult, RoundTrigger, SkipReason } from './round/RoundOutcome.js';
export { scheduleRounds, type RoundTriggers, type SchedulerOptions } from './round/scheduleRounds.js';
export type { AskListed } from './round/UnlistedHolders.js';
export {
  type JudgedCandidate,
  NOTHING_WAITS,
  rememberEligible,
  type Waiting,
  type WaitingCandidate,
} from './judge/Waiting.js';
export type { PlannedRound } from './round/PlannedRound.js';
export type { ViewVersion } from './explain/viewVersion.js';
export type { Patience } from './judge/widenByPatience.js';
export type { CandidateVerdict, RefusalReason } from './judge/CandidateVerdict.js';
export { type ProvenAbsence, type Releasable } from './exclusive/exclusiveReleases.js';
export { type Placement, placementOf } from './moves/placementOf.js';
export { type ProposedMove, proposeMoves } from './moves/proposeMoves.js';
export { claimingOrder } from './judge/claimingOrder.js';
