import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import type { ClaimPolicyDescription } from '../policy/ClaimPolicy.js';
import type { DeploymentExplanation } from './explainDeployment.js';
import type { PlannedRound } from '../round/PlannedRound.js';
import type { Patience } from '../judge/widenByPatience.js';

/**
 * The serialised form of an explanation. The fields are stable; `null` means unknown or not applicable.
 *
 * @public
 */
export interface ExplanationRecord {
  readonly deployment_id: string;
  readonly address: string;
  readonly policy: ClaimPolicyDescription;
  readonly eligible: boolean;
  /** The filter that excluded this node-unit, or `not_eligible` by rank; `null` if it may claim. */
  readonly reason: string | null;
  /** Human-readable. */
  readonly detail: string;
  readonly score: number | null;
  /** The metrics behind the score. */
  readonly metrics: Readonly<Record<string, number>> | null;
  readonly best_score: number | null;
  /** The node-units that may claim according to this node-unit's ranking; `null` if it ranked none. */
  readonly eligible_node_units: readonly string[] | null;
  readonly waited_ms: number | null;
  readonly widened_by: number | null;
  /** Time until the next rank may claim as well. */
  readonly patience_left_ms: number | null;
  /** What the deployment does on this node-unit; missing if it is not here. */
  readonly status?: {
    readonly state: string;
    readonly pid: number | null;
    readonly restarts: number;
    readonly last_exit: string;
    readonly reason: string;
    readonly resolved_version: string;
    readonly healthy: boolean | null;
    readonly since: string;
  };
  readonly view: {
    readonly digest: string;
    readonly round: number;
    readonly age_ms: number;
    readonly membership: string;
    readonly node_units: number;
    readonly deployments: number;
  };
}

/**
 * Serialises an explanation; `undefined` if the deployment is unknown. Times are relative to `nowMs`. Pure.
 *
 * @public
 */
export function describeExplanation(
  deploymentId: string,
  explanation: DeploymentExplanation,
  { input }: PlannedRound,
  nowMs: number,
): ExplanationRecord | undefined {
  if (explanation.kind === 'unknown_deployment') return undefined;
  const { digest, round, membership, nodeUnits, deployments } = explanation.view;
  const ageMs = nowMs - input.nowMs;
  return {
    deployment_id: deploymentId,
    address: input.self,
    policy: input.policy.describe(),
    ...opinionOf(explanation, input.self, ageMs),
    view: { digest, round, age_ms: ageMs, membership, node_units: nodeUnits, deployments },
  };
}

type Opinion = Omit<ExplanationRecord, 'deployment_id' | 'address' | 'policy' | 'view'>;

const NOTHING_RANKED = { score: null, metrics: null, best_score: null, eligible_node_units: null };
const NO_PATIENCE = { waited_ms: null, widened_by: null, patience_left_ms: null };

function opinionOf(
  explanation: Exclude<DeploymentExplanation, { kind: 'unknown_deployment' }>,
  self: string,
  ageMs: number,
): Opinion {
  if (explanation.kind === 'not_judged') {
    const { reason, detail } = explanation;
    return { eligible: false, reason, detail, ...NOTHING_RANKED, ...NO_PATIENCE };
  }
  const { verdict } = explanation;
  const { patience } = verdict;
  const answer =
    verdict.kind === 'refused'
      ? { eligible: false, reason: verdict.reason, detail: verdict.detail }
      : { eligible: true, reason: null, detail: 'this node-unit may claim it' };
  return {
    ...answer,
    ...(verdict.rankings.length === 0 ? NOTHING_RANKED : rankingFields(verdict, self)),
    ...(patience ? patienceFields(patience, ageMs) : NO_PATIENCE),
  };
}

function rankingFields(
  { rankings, eligible }: CandidateVerdict,
  self: string,
): Pick<ExplanationRecord, keyof typeof NOTHING_RANKED> {
  const scored = rankings.flatMap((ranking) => (ranking.kind === 'scored' ? [ranking] : []));
  const own = scored.find(({ address }) => address === self);
  return {
    score: own?.score ?? null,
    metrics: own?.metrics ?? null,
    best_score: scored[0]?.score ?? null,
    eligible_node_units: [...eligible].sort(),
  };
}

function patienceFields(
  { waitedMs, widenedBy, leftMs }: Patience,
  ageMs: number,
): Pick<ExplanationRecord, keyof typeof NO_PATIENCE> {
  const patience_left_ms = leftMs === undefined ? null : Math.max(0, leftMs - ageMs);
  return { waited_ms: waitedMs + ageMs, widened_by: widenedBy, patience_left_ms };
}
