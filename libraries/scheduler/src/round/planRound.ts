import type { Deployment, DeploymentReplica } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { type RoundIndex, updateIndex } from '../index/RoundIndex.js';
import type { Judge } from '../judge/Judge.js';
import { judgeCandidates } from '../judge/judgeCandidates.js';
import { isUnsettled, type Membership, missingFrom, NONE_POLICY_NAME } from '@node-unit/fleet';
import { NEVER_ABSENT, type ProvenAbsence, type Releasable, releasableOf } from '../exclusive/exclusiveReleases.js';
import type { PendingWrites } from './PendingWrites.js';
import type { SkipReason } from './RoundOutcome.js';
import { observeWaiting, type Waiting } from '../judge/Waiting.js';

/**
 * The facts from which a round decides.
 *
 * @public
 */
export interface RoundInput extends Judge {
  readonly membership: Membership;
  readonly replica: DeploymentReplica;
  readonly pendingWrites: PendingWrites;
  readonly nowMs: number;
  /** How long the eligible node-units have to claim a candidate before the next rank becomes eligible. */
  readonly patienceMs: number;
  /** The observations of earlier rounds about the queue. */
  readonly waiting: Waiting;
  /** Default: nobody's absence is proven. */
  readonly provenAbsenceMs?: ProvenAbsence | undefined;
  /** Addresses that count as online though they are not listed: see {@link SchedulerOptions.askListed}. Default: none. */
  readonly unconfirmed?: ReadonlySet<string> | undefined;
}

/**
 * The plan of a round. Pure data; verdicts are computed on demand, and those that were are kept.
 *
 * @public
 */
export type RoundPlan =
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | {
      readonly kind: 'act';
      /** Addresses to release, without those whose absence is not reliable yet. */
      readonly lostAddresses: readonly string[];
      /** What of them can be released now. */
      readonly releasable: Releasable;
      /** Unassigned and enabled deployments, in claiming order. */
      readonly candidates: readonly Deployment[];
      readonly view: ClusterView;
      readonly judge: (candidate: Deployment) => CandidateVerdict;
      /** Input of the next round. */
      readonly waiting: Waiting;
    };

/**
 * Decides what a round does. Pure.
 *
 * @param index - Of the rows and the pending writes of the input. Default: it is made for this plan.
 *
 * @public
 */
export function planRound(input: RoundInput, index?: RoundIndex): RoundPlan {
  const { replica, nowMs } = input;
  const reason = reasonToSkip(input);
  if (reason !== undefined || replica.state !== 'current')
    return { kind: 'skip', reason: reason ?? 'store_unavailable' };
  const present = index ?? updateIndex(undefined, replica.deployments, input.pendingWrites);
  const { deploymentsByAddress, candidates } = present;
  const view = { nowMs, nodeUnits: input.membership.nodeUnits, deploymentsByAddress };
  const waiting = observeWaiting(input.waiting, present, nowMs);
  const lost = lostAddresses(view, input);
  return {
    kind: 'act',
    lostAddresses: lost,
    releasable: releasableOf(lost, deploymentsByAddress, input.provenAbsenceMs ?? NEVER_ABSENT),
    candidates,
    view,
    judge: judgeCandidates(view, input, { ...input, waiting }),
    waiting,
  };
}

export function reasonToSkip({ policy, membership, replica }: RoundInput): SkipReason | undefined {
  if (policy.name === NONE_POLICY_NAME) return 'policy_disabled';
  if (isUnsettled(membership)) return 'membership_unsettled';
  return replica.state === 'current' ? undefined : 'store_unavailable';
}

export function lostAddresses(
  { deploymentsByAddress }: ClusterView,
  { membership, unconfirmed }: Pick<RoundInput, 'membership' | 'unconfirmed'>,
): readonly string[] {
  const isMissing = missingFrom(membership);
  const isLost = (address: string): boolean => isMissing(address) && !unconfirmed?.has(address);
  return [...deploymentsByAddress.keys()].filter(isLost).sort();
}
