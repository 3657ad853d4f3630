import type { Logger } from '@node-unit/app-runtime';
import { describeOutcome, type OutcomeRecord, type RoundOutcome, type SkipReason } from '@node-unit/scheduler';

/**
 * Logs what rounds have done. A round that skips for the same reason as the one before is of interest to nobody but
 * who debugs. A policy that fails, or that cannot judge by what it is for, is a warning, once.
 */
export function outcomeLog(logger: Logger): (outcome: RoundOutcome) => void {
  let lastReason: string | undefined;
  const warnOfFallback = fallbackLog(logger);
  return (outcome) => {
    const reason = outcome.result.kind === 'skipped' ? outcome.result.reason : undefined;
    const isRepeated = reason !== undefined && reason === lastReason && outcome.released.length === 0;
    lastReason = reason;
    const records = describeOutcome(outcome);
    warnOfFallback(records);
    for (const { event, fields } of records) {
      if (isRepeated) logger.debug(fields, event);
      else if (event === 'DeploymentClaimSkipped' && isFault(reason)) logger.warn(fields, event);
      else logger.info(fields, event);
    }
  };
}

function fallbackLog(logger: Logger): (records: readonly OutcomeRecord[]) => void {
  let lastFallback: unknown;
  return (records) => {
    const judged = records.find(({ event }) => event === 'DeploymentClaimEligibility');
    if (!judged) return;
    const { policy, fallback } = judged.fields;
    if (fallback !== undefined && fallback !== lastFallback) logger.warn({ policy, fallback }, 'ClaimPolicyFallback');
    lastFallback = fallback;
  };
}

function isFault(reason: SkipReason | undefined): boolean {
  return reason === 'policy_error' || reason === 'internal_error';
}
