import {
  asyncScheduler,
  combineLatest,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  scan,
  type SchedulerLike,
  switchMap,
  timer,
  concat,
} from 'rxjs';

import type { Membership } from './Membership.js';
import type { NodeUnit } from './NodeUnit.js';

/**
 * The connection state of the terminal. `hostUptimeMs` is the uptime that the host reported at that moment; `undefined`
 * if it reports none.
 *
 * @public
 */
export type HostConnectionState =
  { readonly state: 'disconnected' } | { readonly state: 'connected'; readonly hostUptimeMs: number | undefined };

/**
 * How long membership is not trusted. This is not a grace period: a node-unit that goes offline while the host is
 * running is lost immediately.
 *
 * @public
 */
export interface SettlingOptions {
  /** After connecting, before anything is claimed. Default 2,000 ms. */
  readonly joiningMs?: number;
  /** Time after the start of the host before a node-unit it never listed is considered lost. Default 10,000 ms. */
  readonly hostYoungMs?: number;
  readonly scheduler?: SchedulerLike;
}

/**
 * Combines the online node-units with how reliable the list is.
 *
 * @remarks
 * A host that does not report its uptime is assumed to have started with the connection.
 *
 * @public
 */
export function settleMembership(
  hostConnection$: Observable<HostConnectionState>,
  nodeUnits$: Observable<readonly NodeUnit[]>,
  options: SettlingOptions = {},
): Observable<Membership> {
  const { joiningMs = 2_000, hostYoungMs = 10_000, scheduler = asyncScheduler } = options;
  const after = (delayMs: number, state: Membership['state']): Observable<Membership['state']> =>
    timer(Math.max(0, delayMs), scheduler).pipe(map(() => state));
  const state$ = hostConnection$.pipe(
    switchMap((connection): Observable<Membership['state']> => {
      if (connection.state === 'disconnected') return of('disconnected');
      const untilHostSettledMs = hostYoungMs - (connection.hostUptimeMs ?? 0);
      return untilHostSettledMs > joiningMs
        ? concat(
            of('joining' as const),
            after(joiningMs, 'host_young'),
            after(untilHostSettledMs - joiningMs, 'settled'),
          )
        : concat(of('joining' as const), after(joiningMs, 'settled'));
    }),
    distinctUntilChanged(),
  );
  const unknown: Membership = { state: 'disconnected', nodeUnits: [], seenAddresses: new Set() };
  return combineLatest([state$, nodeUnits$]).pipe(
    scan((previous, [state, nodeUnits]): Membership => {
      const seenBefore = state === 'disconnected' ? [] : previous.seenAddresses;
      const listed = state === 'disconnected' ? [] : nodeUnits.map(({ address }) => address);
      return { state, nodeUnits, seenAddresses: new Set([...seenBefore, ...listed]) };
    }, unknown),
  );
}
