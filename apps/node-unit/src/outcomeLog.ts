import type { Logger } from '@node-unit/app-runtime';
import { describeOutcome, type RoundOutcome } from '@node-unit/scheduler';

/**
 * Logs what rounds have done. A round that skips for the same reason as the one before is of interest to nobody but
 * who debugs.
 */
export function outcomeLog(logger: Logger): (outcome: RoundOutcome) => void {
  let lastReason: string | undefined;
  return (outcome) => {
    const reason = outcome.result.kind === 'skipped' ? outcome.result.reason : undefined;
    const isRepeated = reason !== undefined && reason === lastReason && outcome.released.length === 0;
    lastReason = reason;
    for (const { event, fields } of describeOutcome(outcome)) {
      if (isRepeated) logger.debug(fields, event);
      else logger.info(fields, event);
    }
  };
}
