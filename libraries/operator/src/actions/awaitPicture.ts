import { filter, firstValueFrom, fromEvent, map, type Observable, takeUntil, throwError, timeout } from 'rxjs';

import { OperatorError } from '../OperatorError.js';
import type { ClusterPicture } from '../picture/ClusterPicture.js';

interface Waiting {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What is said if the time is over. */
  readonly lateMessage: () => string;
}

/**
 * The first current picture for which `look` gives something.
 *
 * @throws OperatorError `FAILED` if the time is over; whatever `look` throws
 */
export async function awaitPicture<Found>(
  cluster$: Observable<ClusterPicture>,
  look: (picture: ClusterPicture) => Found | undefined,
  { timeoutMs, signal, lateMessage }: Waiting,
): Promise<Found> {
  const found$ = cluster$.pipe(
    filter(({ tables }) => tables.state === 'current'),
    map(look),
    filter((found) => found !== undefined),
    timeout({ first: timeoutMs, with: () => throwError(() => new OperatorError('FAILED', lateMessage())) }),
    takeUntil(fromEvent(signal, 'abort')),
  );
  return firstValueFrom(found$);
}
