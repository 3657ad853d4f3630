import {
  distinctUntilChanged,
  filter,
  firstValueFrom,
  fromEvent,
  map,
  NEVER,
  type Observable,
  of,
  switchMap,
  takeUntil,
  throwError,
  timeout,
  timer,
} from 'rxjs';

import { OperatorError } from '../OperatorError.js';
import type { ClusterPicture } from '../picture/ClusterPicture.js';

interface Waiting {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** For how long the same has to be found without interruption. Default: 0. */
  readonly steadyMs?: number | undefined;
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
  { timeoutMs, signal, steadyMs = 0, lateMessage }: Waiting,
): Promise<Found> {
  const found$ = cluster$.pipe(
    filter(({ tables }) => tables.state === 'current'),
    map(look),
    distinctUntilChanged(),
    switchMap((found) => {
      if (found === undefined) return NEVER;
      return steadyMs === 0 ? of(found) : timer(steadyMs).pipe(map(() => found));
    }),
    timeout({ first: timeoutMs, with: () => throwError(() => new OperatorError('FAILED', lateMessage())) }),
    takeUntil(fromEvent(signal, 'abort')),
  );
  return firstValueFrom(found$);
}
