import type { TerminalInfo } from '@node-unit/protocol';

/** The name of a portal's terminal on the other host. */
export const EXTERNAL_TERMINAL_NAME = 'Portal-External';

/** What both terminals of a portal say of themselves. */
export const PORTAL_TAGS = { portal: 'true' };

/**
 * Whether the services of this terminal are some portal's. They are never taken over, so that nothing goes round in
 * circles. Foreign portals have no tag, but the name.
 */
export function isPortal({ name, tags }: Pick<TerminalInfo, 'name' | 'tags'>): boolean {
  return tags?.['portal'] === PORTAL_TAGS.portal || name === EXTERNAL_TERMINAL_NAME;
}
