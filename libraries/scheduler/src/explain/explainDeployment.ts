import { type Deployment, type DeploymentReplica, releaseWaitMs } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import { applyPendingWrite } from '../round/PendingWrites.js';
import type { PlannedRound } from '../round/PlannedRound.js';
import type { SkipReason } from '../round/RoundOutcome.js';
import { type ViewVersion, viewVersion } from './viewVersion.js';

/**
 * The reason why a deployment was not judged.
 *
 * @public
 */
export type NotJudgedReason = SkipReason | 'assigned' | 'disabled' | 'daemon' | 'invalid';

/**
 * A node-unit's explanation about a deployment.
 *
 * @public
 */
export type DeploymentExplanation = { readonly view: ViewVersion } & (
  | { readonly kind: 'judged'; readonly verdict: CandidateVerdict }
  | { readonly kind: 'not_judged'; readonly reason: NotJudgedReason; readonly detail: string }
  /** No known row has this ID. */
  | { readonly kind: 'unknown_deployment' }
);

/**
 * Explains why this node-unit may or may not claim a deployment, from the plan of its last round. It returns the
 * verdict of that round and does not compute a second one. Pure.
 *
 * @public
 */
export function explainDeployment(planned: PlannedRound, deploymentId: string): DeploymentExplanation {
  const { plan, input } = planned;
  const view = viewVersion(planned);
  const candidate = plan.kind === 'act' ? plan.candidates.find(({ id }) => id === deploymentId) : undefined;
  if (plan.kind === 'act' && candidate) return { kind: 'judged', verdict: plan.judge(candidate), view };
  return { view, ...ofRow(deploymentId, planned, input.replica) };
}

type RowExplanation = ({ readonly kind: 'not_judged' } & NotJudged) | { readonly kind: 'unknown_deployment' };

function ofRow(deploymentId: string, planned: PlannedRound, replica: DeploymentReplica): RowExplanation {
  if (replica.state === 'loading') return { kind: 'not_judged', ...whyNotJudged(undefined, planned) };
  const fault = replica.invalid?.get(deploymentId);
  if (fault !== undefined) {
    const detail = `its row cannot be read, so nothing is done with it: ${fault}`;
    return { kind: 'not_judged', reason: 'invalid', detail };
  }
  const row = replica.deployments.get(deploymentId);
  if (!row && replica.state === 'current') return { kind: 'unknown_deployment' };
  return { kind: 'not_judged', ...whyNotJudged(row, planned) };
}

interface NotJudged {
  readonly reason: NotJudgedReason;
  readonly detail: string;
}

function whyNotJudged(row: Deployment | undefined, { plan, input }: PlannedRound): NotJudged {
  const byRow = row && notACandidate(row, input);
  if (byRow) return byRow;
  const reason = plan.kind === 'skip' ? plan.reason : 'store_unavailable';
  return { reason, detail: SKIPPED[reason] ?? 'the last round claimed nothing' };
}

function notACandidate(row: Deployment, input: PlannedRound['input']): NotJudged | undefined {
  if (row.type === 'daemon') {
    return { reason: 'daemon', detail: 'a daemon runs on every node-unit and is never claimed' };
  }
  if (!row.enabled) return { reason: 'disabled', detail: 'it is not enabled' };
  const { address } = applyPendingWrite(row, input.pendingWrites);
  if (address === '') return undefined;
  return { reason: 'assigned', detail: `it is assigned to ${address}${presenceOf(row, address, input)}` };
}

const SKIPPED: Partial<Record<SkipReason, string>> = {
  policy_disabled: 'this node-unit never claims',
  membership_unsettled: 'this node-unit does not know yet who is online',
  store_unavailable: 'this node-unit does not know the deployments now',
};

function presenceOf(row: Deployment, address: string, input: PlannedRound['input']): string {
  const { membership, self } = input;
  const holder = membership.nodeUnits.find((nodeUnit) => nodeUnit.address === address);
  const name = holder === undefined || holder.name === address ? '' : ` (${holder.name})`;
  if (address === self) return `${name}, which is this node-unit`;
  return holder === undefined ? absenceOf(row, address, input) : name;
}

function absenceOf(row: Deployment, address: string, { provenAbsenceMs, unconfirmed }: PlannedRound['input']): string {
  if (unconfirmed?.has(address)) return ', which is not listed here; the host is asked whether it is online';
  if (row.exclusiveMs === 0) return ', which is not online';
  const leftMs = releaseWaitMs(row.exclusiveMs) - (provenAbsenceMs?.(row) ?? 0);
  return `, which is not online; it is exclusive, so it is released in ${Math.max(0, Math.ceil(leftMs / 1_000))} s`;
}
