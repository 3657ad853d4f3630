import type { Deployment, DeploymentReplica } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import { claimingOrder } from '../judge/claimingOrder.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { type Judge, judgeCandidate } from '../judge/judgeCandidate.js';
import { type Membership, NONE_POLICY_NAME } from '@node-unit/fleet';
import { NEVER_ABSENT, type ProvenAbsence, type Releasable, releasableOf } from '../exclusive/exclusiveReleases.js';
import { applyPendingWrite, type PendingWrites } from './PendingWrites.js';
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
}

/**
 * The plan of a round. Pure data; verdicts are computed on demand.
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
 * @public
 */
export function planRound(input: RoundInput): RoundPlan {
  const { membership, replica, policy } = input;
  if (policy.name === NONE_POLICY_NAME) return { kind: 'skip', reason: 'policy_disabled' };
  if (membership.state === 'disconnected' || membership.state === 'joining') {
    return { kind: 'skip', reason: 'membership_unsettled' };
  }
  if (replica.state !== 'current') return { kind: 'skip', reason: 'store_unavailable' };
  const bound = boundDeployments(replica.deployments.values(), input.pendingWrites);
  const view = viewOf(input, bound);
  const waiting = observeWaiting(input.waiting, bound, input.nowMs);
  const lost = lostAddresses(view, membership);
  return {
    kind: 'act',
    lostAddresses: lost,
    releasable: releasableOf(lost, view.deploymentsByAddress, input.provenAbsenceMs ?? NEVER_ABSENT),
    candidates: bound.filter((row) => row.address === '').sort(claimingOrder),
    view,
    judge: (candidate) => judgeCandidate(candidate, view, input, { ...input, waiting }),
    waiting,
  };
}

/** The enabled rows that are or can be assigned; daemons never are. */
function boundDeployments(rows: Iterable<Deployment>, pendingWrites: PendingWrites): Deployment[] {
  const bound: Deployment[] = [];
  for (const row of rows) {
    if (row.enabled && row.type === 'deployment') bound.push(applyPendingWrite(row, pendingWrites));
  }
  return bound;
}

function viewOf({ membership, nowMs }: RoundInput, bound: readonly Deployment[]): ClusterView {
  const deploymentsByAddress = new Map<string, Deployment[]>();
  for (const row of bound) {
    if (row.address === '') continue;
    const held = deploymentsByAddress.get(row.address);
    if (held) held.push(row);
    else deploymentsByAddress.set(row.address, [row]);
  }
  return { nowMs, nodeUnits: membership.nodeUnits, deploymentsByAddress };
}

function lostAddresses({ nodeUnits, deploymentsByAddress }: ClusterView, membership: Membership): readonly string[] {
  const online = new Set(nodeUnits.map((nodeUnit) => nodeUnit.address));
  const provesLoss = (address: string): boolean =>
    membership.state === 'settled' || membership.seenAddresses.has(address);
  return [...deploymentsByAddress.keys()].filter((address) => !online.has(address) && provesLoss(address)).sort();
}
