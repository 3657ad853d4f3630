import type { Terminal } from '@node-unit/protocol';
import { map, type Observable } from 'rxjs';

import type { Membership } from './Membership.js';
import { nodeUnitsOf } from './nodeUnitsOf.js';
import { type HostConnectionState, settleMembership, type SettlingOptions } from './settleMembership.js';

/**
 * The membership as seen by a terminal. A replaced terminal sees an empty list.
 *
 * @public
 */
export function watchMembership(
  terminal: Pick<Terminal, 'connection$' | 'terminalInfos$'>,
  options: SettlingOptions = {},
): Observable<Membership> {
  const hostConnection$ = terminal.connection$.pipe(
    map((host): HostConnectionState => (host.state === 'replaced' ? { state: 'disconnected' } : host)),
  );
  return settleMembership(hostConnection$, terminal.terminalInfos$.pipe(map(nodeUnitsOf)), options);
}
