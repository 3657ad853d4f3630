import type { TerminalInfo } from '@node-unit/protocol';

/** The name of a portal's terminal on the other host. */
export const EXTERNAL_TERMINAL_NAME = 'Portal-External';

/** The tag of both terminals of a portal. */
export const PORTAL_TAGS = { portal: 'true' };

/**
 * Whether the services of this terminal belong to a portal. They are never bridged, to prevent loops. Other
 * implementations have no tag, but the name.
 */
export function isPortal({ name, tags }: Pick<TerminalInfo, 'name' | 'tags'>): boolean {
  return tags?.['portal'] === PORTAL_TAGS.portal || name === EXTERNAL_TERMINAL_NAME;
}
