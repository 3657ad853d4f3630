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
} from './ClaimPolicy.js';
/** What a policy judges; from here, so that a policy package needs this package alone. */
export type { Deployment } from '@node-unit/deployment';
export type { ClusterView } from './ClusterView.js';
export { createNonePolicy, NONE_POLICY_NAME } from './createNonePolicy.js';
export { describeOutcome, type OutcomeRecord } from './describeOutcome.js';
export { describeExplanation, type ExplanationRecord } from './describeExplanation.js';
export { explainDeployment, type DeploymentExplanation, type NotJudgedReason } from './explainDeployment.js';
export type { Membership } from './Membership.js';
export type {
  NodeUnit,
  NodeUnitCapacity,
  NodeUnitResourceUsage,
  NodeUnitSettledUsage,
  PackageUsage,
} from './NodeUnit.js';
export { formatNodeUnitTags, parseNodeUnitTags, type PublishedNodeUnit } from './nodeUnitTags.js';
export type { PendingWrites } from './PendingWrites.js';
export type { Judge } from './judgeCandidate.js';
export { planRound, type RoundInput, type RoundPlan } from './planRound.js';
export { rankByScore } from './rankByScore.js';
export type { ClaimAttempt, RoundOutcome, RoundResult, RoundTrigger, SkipReason } from './RoundOutcome.js';
export { scheduleRounds, type RoundTriggers, type SchedulerOptions } from './scheduleRounds.js';
export { settleMembership, type HostConnectionState, type SettlingOptions } from './settleMembership.js';
export { NOTHING_WAITS, rememberEligible, type Waiting, type WaitingCandidate } from './Waiting.js';
export type { PlannedRound } from './PlannedRound.js';
export type { ViewVersion } from './viewVersion.js';
export type { Patience } from './widenByPatience.js';
export type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
