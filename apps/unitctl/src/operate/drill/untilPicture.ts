import type { ClusterPicture, Operator } from '@node-unit/operator';
import { filter, firstValueFrom, from, fromEvent, map, merge, throwError, timeout } from 'rxjs';

/** It was not seen in time, or cannot be seen any more. */
export class NotSeen extends Error {
  public override readonly name: string = 'NotSeen';
}

/** What ends the waiting. */
export interface Waiting {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Rejects if it makes no sense to wait any longer. */
  readonly ended?: Promise<never>;
}

/**
 * The first current picture for which `look` gives something.
 *
 * @throws {@link NotSeen}; the reason of the signal; what `ended` rejects with
 */
export async function untilPicture<Found>(
  { cluster$ }: Pick<Operator, 'cluster$'>,
  look: (picture: ClusterPicture) => Found | undefined,
  { timeoutMs, signal, ended }: Waiting,
): Promise<Found> {
  signal.throwIfAborted();
  const found$ = cluster$.pipe(
    filter(({ tables }) => tables.state === 'current'),
    map(look),
    filter((found) => found !== undefined),
  );
  const aborted$ = fromEvent(signal, 'abort').pipe(
    map((): never => {
      throw signal.reason as Error;
    }),
  );
  const late = () => throwError(() => new NotSeen(`not seen within ${Math.round(timeoutMs / 1_000)} s`));
  const first$ = merge(found$, aborted$, ...(ended ? [from(ended)] : []));
  return firstValueFrom(first$.pipe(timeout({ first: timeoutMs, with: late })));
}
