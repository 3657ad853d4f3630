import { connectTerminal, type HostConnection, type Terminal, type TerminalOptions } from '@node-unit/protocol';

import type { Logger } from './createLogger.js';

/**
 * How the records about one of several terminals of a program are told apart.
 *
 * @public
 */
export interface TerminalRecords {
  /** The event of a change of the connection. Default: `HostConnection`. */
  readonly connectionEvent?: 'HostConnection' | 'BridgeConnection';
  /** Fields of every record about this terminal. */
  readonly subject?: Readonly<Record<string, unknown>>;
}

/**
 * Connects a program's terminal and logs how its connection fares: `HostConnection` at every change, `TerminalProblem`
 * for what it overcame.
 *
 * @throws ProtocolError `INVALID_HOST_URL`
 *
 * @public
 */
export function openTerminal(
  options: Omit<TerminalOptions, 'onProblem'>,
  logger: Logger,
  { connectionEvent = 'HostConnection', subject = {} }: TerminalRecords = {},
): Terminal {
  const terminal = connectTerminal({
    ...options,
    onProblem: ({ code, message }) => logger.warn({ ...subject, code, message }, 'TerminalProblem'),
  });
  terminal.connection$.subscribe((host) => logger.info({ ...subject, ...connectionFields(host) }, connectionEvent));
  return terminal;
}

interface ConnectionFields {
  readonly state: HostConnection['state'];
  readonly host_uptime_ms?: number | undefined;
  readonly reason?: string;
}

function connectionFields(host: HostConnection): ConnectionFields {
  const { state } = host;
  if (state === 'connected') return { state, host_uptime_ms: host.hostUptimeMs };
  return state === 'disconnected' && host.reason !== undefined ? { state, reason: host.reason } : { state };
}
