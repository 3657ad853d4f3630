import {
  connectTerminal,
  type HostConnection,
  type Terminal,
  type TerminalOptions,
  type TerminalProblem,
} from '@node-unit/protocol';

import type { Logger } from './log/createLogger.js';
import { tokenAdvice } from './tokenAdvice.js';

const PROBLEM_INTERVAL_MS = 10_000;
const MAX_MESSAGE_LENGTH = 1_000;

/**
 * Distinguishes the log records of one terminal if a program has several.
 *
 * @public
 */
export interface TerminalRecords {
  /** The event that is logged when the connection changes. Default: `HostConnection`. */
  readonly connectionEvent?: 'HostConnection' | 'BridgeConnection';
  /** Fields that every record about this terminal contains. */
  readonly subject?: Readonly<Record<string, unknown>>;
}

/**
 * Connects a program's terminal and logs its connection: `HostConnection` at every change, as a warning if there is a
 * reason for a disconnection, and `TerminalProblem` for problems that it recovered from.
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
    onProblem: problemLog(logger, subject),
  });
  terminal.connection$.subscribe((host) => {
    const fields = connectionFields(host, options);
    if (fields.reason === undefined) logger.info({ ...subject, ...fields }, connectionEvent);
    else logger.warn({ ...subject, ...fields }, connectionEvent);
  });
  return terminal;
}

interface ConnectionFields {
  readonly state: HostConnection['state'];
  readonly host_uptime_ms?: number | undefined;
  readonly reason?: string;
  readonly advice?: string;
  readonly refused?: true;
}

function connectionFields(
  host: HostConnection,
  options: Pick<TerminalOptions, 'hostUrl' | 'hostToken'>,
): ConnectionFields {
  const { state } = host;
  if (state === 'connected') return { state, host_uptime_ms: host.hostUptimeMs };
  if (state === 'replaced') return host.refused ? { state, refused: true } : { state };
  const { reason } = host;
  if (reason === undefined) return { state };
  const advice = tokenAdvice(reason, options);
  return { state, reason, ...(advice !== undefined && { advice }) };
}

/** The first problem of a kind at once, then at most one record in ten seconds: others can cause as many as they like. */
function problemLog(logger: Logger, subject: TerminalRecords['subject']): (problem: TerminalProblem) => void {
  const seen = new Map<string, { readonly nextAtMs: number; readonly count: number }>();
  return ({ code, message }) => {
    const nowMs = performance.now();
    const { nextAtMs, count } = seen.get(code) ?? { nextAtMs: -Infinity, count: 0 };
    if (nowMs < nextAtMs) return void seen.set(code, { nextAtMs, count: count + 1 });
    seen.set(code, { nextAtMs: nowMs + PROBLEM_INTERVAL_MS, count: 0 });
    const text = message.slice(0, MAX_MESSAGE_LENGTH);
    logger.warn({ ...subject, code, message: text, count: count + 1 }, 'TerminalProblem');
  };
}
