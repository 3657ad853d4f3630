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
 * Whether the terminal is connected; `hostUptimeMs` as the host said it at that moment, `undefined` if it says none.
 *
 * @public
 */
export type HostConnectionState =
  { readonly state: 'disconnected' } | { readonly state: 'connected'; readonly hostUptimeMs: number | undefined };

/**
 * How long membership is not trusted. This is no grace period for nodes that go offline under a running host: those
 * are lost at once.
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
 * Joins who is online with how far that can be trusted.
 *
 * @remarks
 * A host that does not say how long it has been up is taken to have started with the connection.
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
