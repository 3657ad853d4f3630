import type { Logger } from '@node-unit/app-runtime';
import { describeOutcome, type OutcomeRecord, type RoundOutcome, type SkipReason } from '@node-unit/scheduler';

/**
 * Logs the outcomes of rounds. A round that skips for the same reason as the previous one is logged at debug level. A
 * policy that fails, or that cannot use its own criterion, is logged once as a warning.
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
