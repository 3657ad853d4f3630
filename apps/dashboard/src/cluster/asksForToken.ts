import type { OperatorConnection } from '@node-unit/operator';

/** Whether the host has refused the page because of its token. Pure. */
export function asksForToken(connection: OperatorConnection): boolean {
  return connection.state === 'disconnected' && /^Authentication failed: .*\btoken\b/.test(connection.reason);
}
