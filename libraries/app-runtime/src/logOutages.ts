import { concat, distinctUntilChanged, map, type Observable, of, type Subscription, switchMap, timer } from 'rxjs';

import type { Logger } from './log/createLogger.js';

/** When an outage that goes on is mentioned again, after its first mention; then at the last interval. */
const REMINDERS_MS = [60_000, 300_000, 1_800_000] as const;

/**
 * How outages are logged.
 *
 * @public
 */
export interface OutageLogOptions {
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly event: 'StoreUnavailable' | 'DatabaseUnavailable';
  readonly recoveredEvent: 'StoreAvailable' | 'DatabaseAvailable';
  /** Outages that are shorter are not mentioned. Default 0. */
  readonly patienceMs?: number;
}

/**
 * Logs why something is not available, at once and then rarely, and that it is available again.
 *
 * @param reason$ - Emits the reason, or `undefined` while there is no outage.
 *
 * @public
 */
export function logOutages(
  reason$: Observable<string | undefined>,
  { logger, event, recoveredEvent, patienceMs = 0 }: OutageLogOptions,
): Subscription {
  let hasWarned = false;
  return reason$
    .pipe(
      distinctUntilChanged(),
      switchMap((reason) => (reason === undefined ? of(undefined) : mentions(patienceMs).pipe(map(() => reason)))),
    )
    .subscribe((reason) => {
      if (reason !== undefined) logger.warn({ reason }, event);
      else if (hasWarned) logger.info({}, recoveredEvent);
      hasWarned = reason !== undefined;
    });
}

function mentions(patienceMs: number): Observable<unknown> {
  const [first, second, rest] = REMINDERS_MS;
  return concat(patienceMs === 0 ? of(0) : timer(patienceMs), timer(first), timer(second), timer(rest, rest));
}
