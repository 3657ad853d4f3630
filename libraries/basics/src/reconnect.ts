import { Observable, retry, timer } from 'rxjs';

import { type BackOff, backOffMs } from './backOffMs.js';
import { messageOf } from './messageOf.js';

const PAUSES: BackOff = { firstMs: 100, mostMs: 3_000 };

/**
 * The values of a source that may break at any time: after every break it connects again, for ever, with a back-off
 * that starts again after success.
 *
 * @param connect - Errors when the source is lost.
 * @param onBreak - Told why, at every break.
 *
 * @public
 */
export function reconnect<T>(connect: () => Observable<T>, onBreak: (reason: string) => void): Observable<T> {
  return new Observable<T>((subscriber) => connect().subscribe(subscriber)).pipe(
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, attempt) => {
        onBreak(messageOf(error));
        return timer(backOffMs(PAUSES, attempt - 1, Math.random()));
      },
    }),
  );
}
