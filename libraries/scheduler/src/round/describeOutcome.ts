import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { NodeUnit } from '@node-unit/fleet';
import type { RoundOutcome } from './RoundOutcome.js';

/**
 * A log record. The names and fields are stable, because reports and operators use them.
 *
 * @public
 */
export interface OutcomeRecord {
  readonly event:
    | 'DeploymentRelease'
    | 'DeploymentReleaseRefused'
    | 'DeploymentClaimEligibility'
    | 'DeploymentClaimSkipped'
    | 'DeploymentClaimAttempt'
    | 'DeploymentClaimed';
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The log records of a round, in chronological order. Pure.
 *
 * @public
 */
export function describeOutcome(outcome: RoundOutcome): readonly OutcomeRecord[] {
  const records = [
    ...releaseRecords(outcome),
    ...eligibilityRecords(outcome),
    ...attemptRecords(outcome),
    resultRecord(outcome),
  ];
  return records.map(({ event, fields }) => ({ event, fields: { round: outcome.round, ...fields } }));
}

function releaseRecords(outcome: RoundOutcome): readonly OutcomeRecord[] {
  const { lostAddresses, released, refusedReleases, self } = outcome;
  const records: OutcomeRecord[] = [];
  if (released.length > 0) {
    const deployment_ids = released.map((write) => write.deploymentId);
    const fields = { lost_addresses: lostAddresses, deployment_ids, released_by: self };
    records.push({ event: 'DeploymentRelease', fields });
  }
  if (refusedReleases.length > 0)
    records.push({ event: 'DeploymentReleaseRefused', fields: { refused: refusedReleases } });
  return records;
}

/** The candidate that decided the round: the last one that was tried, otherwise the first one that was ranked. */
function eligibilityRecords(outcome: RoundOutcome): readonly OutcomeRecord[] {
  const verdict = outcome.attempts.at(-1)?.verdict ?? outcome.verdicts.find((each) => each.rankings.length > 0);
  if (!verdict) return [];
  const own = verdict.rankings.find((ranking) => ranking.address === outcome.self);
  const fields = {
    deployment_id: verdict.deploymentId,
    eligible: verdict.kind === 'eligible',
    policy: outcome.policyName,
    active_node_units: verdict.rankings.map((ranking) => ranking.address),
    eligible_node_units: verdict.eligible,
    metrics: metricsOf(own),
    min_metrics: metricsOf(verdict.rankings[0]),
    not_eligible_reasons: refusalsOf(verdict),
    fallback: fallbackOf(verdict),
    waited_ms: verdict.patience?.waitedMs,
    widened_by: verdict.patience?.widenedBy,
    patience_left_ms: verdict.patience?.leftMs,
  };
  return [{ event: 'DeploymentClaimEligibility', fields }];
}

function fallbackOf({ rankings }: CandidateVerdict): string | undefined {
  return rankings.flatMap((ranking) => (ranking.kind === 'scored' && ranking.fallback ? [ranking.fallback] : []))[0];
}

function metricsOf(ranking: NodeUnitRanking | undefined): Readonly<Record<string, number>> | undefined {
  return ranking?.kind === 'scored' ? { ...ranking.metrics, score: ranking.score } : undefined;
}

function refusalsOf(verdict: CandidateVerdict): readonly string[] {
  return verdict.kind === 'refused' ? [verdict.detail] : [];
}

function attemptRecords({ attempts, self, trigger }: RoundOutcome): readonly OutcomeRecord[] {
  return attempts.map(({ verdict, nodeUnits, claimed }) => ({
    event: 'DeploymentClaimAttempt',
    fields: { deployment_id: verdict.deploymentId, claimant: self, trigger, claimed, usage: usageOf(nodeUnits) },
  }));
}

/** Unknown usage is `null`, not zero. */
function usageOf(nodeUnits: readonly NodeUnit[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    nodeUnits.map(({ address, resourceUsage }) => {
      if (!resourceUsage) return [address, null];
      return [address, { cpu_percent: resourceUsage.cpuPercent, memory_mb: resourceUsage.memoryMb }];
    }),
  );
}

function resultRecord({ result, self, attempts, durationMs }: RoundOutcome): OutcomeRecord {
  if (result.kind === 'skipped') {
    const deployment_id = result.reason === 'claim_conflict' ? attempts.at(-1)?.verdict.deploymentId : undefined;
    const { reason, detail } = result;
    return { event: 'DeploymentClaimSkipped', fields: { reason, detail, deployment_id, claimant: self } };
  }
  const { deploymentId: deployment_id, claimEpoch: claim_epoch } = result;
  return {
    event: 'DeploymentClaimed',
    fields: { deployment_id, claimant: self, claim_epoch, duration_ms: durationMs },
  };
}
