import type { Terminal } from '@node-unit/protocol';
import { map, type Observable } from 'rxjs';

import { type ParsedPortalConfigRow, parsePortalConfigRow } from './parsePortalConfigRow.js';
import { PORTAL_CONFIG_CHANNEL, portalConfigValue } from './portalConfigChannel.js';

/**
 * The rows served by a terminal on the host ({@link servePortalConfigs}), initially and after every change. Retries
 * indefinitely; the last received rows remain valid meanwhile.
 *
 * @public
 */
export function watchPortalConfigs(
  terminal: Pick<Terminal, 'subscribeChannel'>,
): Observable<readonly ParsedPortalConfigRow[]> {
  return terminal
    .subscribeChannel({ type: PORTAL_CONFIG_CHANNEL })
    .pipe(map((value) => rowsOf(value).map(parsePortalConfigRow)));
}

/** An unreadable value counts as one invalid row. */
function rowsOf(value: unknown): readonly unknown[] {
  const parsed = portalConfigValue.safeParse(value);
  return parsed.success ? parsed.data.rows : [value];
}
