import { reconnect } from '@node-unit/basics';
import type { Observable } from 'rxjs';

import type { PostgresListener } from './listen/PostgresListener.js';
import { selectPortalConfigs } from './sql/selectPortalConfigs.js';

/**
 * The database, and the callback for its unavailability.
 *
 * @public
 */
export interface PortalConfigTableOptions {
  readonly listener: PostgresListener;
  /** Called whenever the connection is lost; it is made again for ever. */
  readonly onUnavailable?: (reason: string) => void;
}

/**
 * All rows of the table `portal_config` initially and after every change by any writer. Times are ISO
 * texts. Connects when it is subscribed to.
 *
 * @public
 */
export function watchPortalConfigTable(
  options: PortalConfigTableOptions,
): Observable<readonly Readonly<Record<string, unknown>>[]> {
  const { listener, onUnavailable = () => undefined } = options;
  return reconnect(
    () =>
      listener.follow({
        channel: 'portal_config_change',
        load: (query) => query<Record<string, unknown>>(selectPortalConfigs()),
      }),
    onUnavailable,
  );
}
