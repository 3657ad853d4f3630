import type { TerminalOptions } from '@node-unit/protocol';

/**
 * What to do if a host has refused a terminal because of its token; `undefined` if it was refused for another reason. Pure.
 *
 * @param reason - of the disconnection, as the host stated it
 *
 * @public
 */
export function tokenAdvice(
  reason: string,
  { hostUrl, hostToken }: Pick<TerminalOptions, 'hostUrl' | 'hostToken'>,
): string | undefined {
  if (!/^Authentication failed: .*\btoken\b/.test(reason)) return undefined;
  if (hostToken !== undefined) return 'check HOST_TOKEN or HOST_TOKEN_FILE: expected the token of the host as it is';
  if (!hostUrl.includes('host_token=')) return 'set HOST_TOKEN or HOST_TOKEN_FILE to the token of the host';
  return 'check the token: in a host URL, write %25 for %, %26 for & and %23 for #, or set HOST_TOKEN to the token as it is';
}
