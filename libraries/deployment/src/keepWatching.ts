import { Observable, retry, timer } from 'rxjs';

import type { DeploymentChange } from './DeploymentChange.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 3_000;

/**
 * The changes of a source that may break at any time: after every break it says `unavailable` and connects again.
 *
 * @remarks
 * What every {@link DeploymentStore} does with its feed. The delay doubles with every failure in a row, is spread by
 * half of itself, and starts again after success.
 *
 * @param connect - Errors when the source is lost; its first change is a snapshot.
 *
 * @public
 */
export function keepWatching(connect: () => Observable<DeploymentChange>): Observable<DeploymentChange> {
  return new Observable((subscriber) => {
    const changes$ = new Observable<DeploymentChange>((inner) => connect().subscribe(inner)).pipe(
      retry({
        resetOnSuccess: true,
        delay: (error: unknown, attempt) => {
          subscriber.next({ kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) });
          return timer(delayMs(attempt));
        },
      }),
    );
    return changes$.subscribe(subscriber);
  });
}

function delayMs(attempt: number): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return longest * (0.5 + Math.random() / 2);
}
