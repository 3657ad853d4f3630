import type { Terminal } from '@node-unit/protocol';
import { defer, map, type Observable, of, shareReplay, type Subscription, switchMap } from 'rxjs';

import { PORTAL_CONFIG_SERVICE } from './portalConfigChannel.js';

const FORBIDDEN = 403;

/**
 * Sends the current rows to the portals on a host, and again after every change.
 *
 * @remarks
 * The addresses in the rows may contain tokens of other hosts. All portals share one subscription of `rows$`, which ends
 * with the last of them.
 *
 * @param mayRead - Whether a terminal is a portal, or a member of the cluster.
 * @returns Unsubscribing withdraws the service.
 *
 * @public
 */
export function servePortalConfigs(
  terminal: Pick<Terminal, 'offerService'>,
  rows$: Observable<readonly unknown[]>,
  mayRead: (terminalId: string) => Promise<boolean>,
): Subscription {
  const shared$ = rows$.pipe(shareReplay({ bufferSize: 1, refCount: true }));
  const values$ = shared$.pipe(map((rows) => ({ frame: { value: { rows } } })));
  const message = 'the portal configuration is for portals and for members of the cluster';
  return terminal.offerService(PORTAL_CONFIG_SERVICE, ({ sourceTerminalId }) =>
    defer(() => mayRead(sourceTerminalId)).pipe(
      switchMap((allowed) => (allowed ? values$ : of({ res: { code: FORBIDDEN, message } }))),
    ),
  );
}
