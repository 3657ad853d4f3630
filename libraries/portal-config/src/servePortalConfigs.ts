import type { Terminal } from '@node-unit/protocol';
import { map, type Observable, shareReplay, type Subscription } from 'rxjs';

import { PORTAL_CONFIG_SERVICE } from './portalConfigChannel.js';

/**
 * Sends the current rows to the portals on a host, and again after every change.
 *
 * @remarks
 * All portals share one subscription of `rows$`, which ends with the last of them.
 *
 * @returns Unsubscribing withdraws the service.
 *
 * @public
 */
export function servePortalConfigs(terminal: Terminal, rows$: Observable<readonly unknown[]>): Subscription {
  const shared$ = rows$.pipe(shareReplay({ bufferSize: 1, refCount: true }));
  return terminal.offerService(PORTAL_CONFIG_SERVICE, () =>
    shared$.pipe(map((rows) => ({ frame: { value: { rows } } }))),
  );
}
