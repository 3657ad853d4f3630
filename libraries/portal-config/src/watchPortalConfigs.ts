import type { Terminal } from '@node-unit/protocol';
import { map, type Observable } from 'rxjs';

import { type ParsedPortalConfigRow, parsePortalConfigRow } from './parsePortalConfigRow.js';
import { PORTAL_CONFIG_CHANNEL, portalConfigValue } from './portalConfigChannel.js';

/**
 * The rows as some terminal on the host tells them ({@link servePortalConfigs}): now, and after every change. Asks again
 * for ever whenever nobody answers; what was told last is good until then.
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

/** A value that cannot be read is one row that cannot be read. */
function rowsOf(value: unknown): readonly unknown[] {
  const parsed = portalConfigValue.safeParse(value);
  return parsed.success ? parsed.data.rows : [value];
}
