import type { Deployment } from '@node-unit/deployment';

import { NEVER_ABSENT, releasableOf } from '../exclusive/exclusiveReleases.js';
import { claimingOrder } from '../judge/claimingOrder.js';
import { type JudgedCandidate, NOTHING_WAITS, type Waiting, type WaitingCandidate } from '../judge/Waiting.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { applyPendingWrite, type PendingWrites } from '../round/PendingWrites.js';
import { lostAddresses, reasonToSkip, type RoundInput, type RoundPlan } from '../round/planRound.js';
import { judgePlainly } from './judgePlainly.js';

/**
 * The plan of a round as `planRound` gives it, by looking at everything: all rows in every round, and for each candidate all
 * node-units. What the indexed plan is checked against, and its baseline in measurements. Pure.
 *
 * @public
 */
export function planRoundPlainly(input: RoundInput): RoundPlan {
  const { replica } = input;
  const reason = reasonToSkip(input);
  if (reason !== undefined || replica.state !== 'current')
    return { kind: 'skip', reason: reason ?? 'store_unavailable' };
  const bound = boundDeployments(replica.deployments.values(), input.pendingWrites);
  const view = viewOf(input, bound);
  const waiting = observeWaiting(input.waiting, bound, input.nowMs);
  const lost = lostAddresses(view, input);
  return {
    kind: 'act',
    lostAddresses: lost,
    releasable: releasableOf(lost, view.deploymentsByAddress, input.provenAbsenceMs ?? NEVER_ABSENT),
    candidates: bound.filter((row) => row.address === '').sort(claimingOrder),
    view,
    judge: (candidate) => judgePlainly(candidate, view, input, { ...input, waiting }),
    waiting,
  };
}

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

function observeWaiting(previous: Waiting, rows: readonly Deployment[], nowMs: number): Waiting {
  const candidates = new Map<string, WaitingCandidate>();
  const claims = new Map(previous.claims);
  const placeOf = (row: Deployment): Deployment => previous.candidates.get(row.id)?.row ?? row;
  for (const row of [...rows].sort((a, b) => claimingOrder(placeOf(a), placeOf(b)))) {
    const known = previous.candidates.get(row.id);
    if (row.address === '') {
      const waitsOn = known?.row.claimEpoch === row.claimEpoch;
      candidates.set(row.id, waitsOn ? known : { row, sinceMs: nowMs, eligibleSinceMs: new Map() });
    } else if (known) {
      claims.set(row.address, { row: known.row, seenMs: nowMs });
    }
  }
  return candidates.size === 0 ? NOTHING_WAITS : { candidates, claims };
}

/**
 * What `rememberEligible` gives, worked out for each candidate by itself.
 *
 * @public
 */
export function rememberEligiblePlainly(waiting: Waiting, judged: readonly JudgedCandidate[], nowMs: number): Waiting {
  const candidates = new Map(waiting.candidates);
  for (const { deploymentId, eligible } of judged) {
    const known = candidates.get(deploymentId);
    if (!known) continue;
    const before = known.eligibleSinceMs;
    if (before.size === new Set(eligible).size && eligible.every((address) => before.has(address))) continue;
    const eligibleSinceMs = new Map(eligible.map((address) => [address, before.get(address) ?? nowMs]));
    candidates.set(deploymentId, { ...known, eligibleSinceMs });
  }
  return { ...waiting, candidates };
}
