import { HOST_ID, HOST_SERVICES, type Terminal } from '@node-unit/protocol';
import {
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  from,
  map,
  type Observable,
  switchMap,
  timer,
  withLatestFrom,
} from 'rxjs';

import { nodeUnitsOf } from './nodeUnitsOf.js';

/**
 * The host has answered a request and lists this node-unit: it is a member, and all events before are known.
 *
 * @public
 */
export interface MembershipProof {
  /** When the request was sent, by the given clock. */
  readonly askedMs: number;
}

/**
 * Proofs of membership while subscribed.
 *
 * @param intervalMs - Time between two requests; `undefined` = none is needed now.
 * @param clockMs - A monotonic clock.
 *
 * @public
 */
export function watchProofs(
  terminal: Pick<Terminal, 'terminalId' | 'requestForResponse' | 'terminalInfos$'>,
  intervalMs$: Observable<number | undefined>,
  clockMs: () => number,
): Observable<MembershipProof> {
  const { terminalId } = terminal;
  const ask = (timeoutMs: number): Observable<MembershipProof> =>
    defer(() => {
      const askedMs = clockMs();
      const { method } = HOST_SERVICES.ping;
      const call = { method, req: {}, targetTerminalId: HOST_ID, timeoutMs };
      return from(terminal.requestForResponse(call)).pipe(map(({ code }) => ({ askedMs, isAnswered: code === 0 })));
    }).pipe(
      withLatestFrom(terminal.terminalInfos$.pipe(map(nodeUnitsOf))),
      filter(
        ([{ isAnswered }, nodeUnits]) => isAnswered && nodeUnits.some((nodeUnit) => nodeUnit.address === terminalId),
      ),
      map(([{ askedMs }]) => ({ askedMs })),
      // Without an answer there is no proof; the next request follows.
      catchError(() => EMPTY),
    );
  return intervalMs$.pipe(
    switchMap((intervalMs) =>
      intervalMs === undefined ? EMPTY : timer(0, intervalMs).pipe(exhaustMap(() => ask(Math.max(intervalMs, 1_000)))),
    ),
  );
}
