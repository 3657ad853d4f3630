import type { Logger, RefusalLog } from '@node-unit/app-runtime';
import type { WebSocket } from 'ws';

import { judgePlace } from '../credentials/judgePlace.js';
import type { Principal } from '../credentials/Principal.js';
import type { HostLimits } from '../HostOptions.js';
import type { Hub } from '../Hub.js';
import { awaitPlace } from './awaitPlace.js';
import { Connection } from './Connection.js';
import { TextGate } from './TextGate.js';

const CLOSE_CODE_IDENTITY_IN_USE = 4002;
const IDENTITY_IN_USE = 'another process that answers is connected with this identity';
const MAX_WORKLOAD_BUFFERED_BYTES = 8 * 1024 * 1024;

/** What an authenticated connection is opened with. */
export interface ConnectionContext {
  readonly hub: Hub;
  readonly limits: HostLimits;
  readonly refusals: RefusalLog;
  readonly logger: Logger;
  /** How long a present connection with the same identity may take to answer. */
  readonly answerTimeoutMs: number;
}

/** Lets an authenticated terminal join, or refuses it if another process with its identity is connected and answers. */
export function openConnection(principal: Principal, socket: WebSocket, context: ConnectionContext): void {
  const { hub, limits, refusals, answerTimeoutMs } = context;
  const { terminalId } = principal;
  const maxBufferedBytes = maxBufferedBytesOf(principal, limits);
  const gate = new TextGate((text) => hub.receive(connection, text), maxBufferedBytes);
  const connection: Connection = createConnection(principal, socket, { ...context, gate, maxBufferedBytes });
  const join = (): void => {
    if (!connection.isOpen) return;
    hub.connections.join(connection);
    gate.open();
  };
  if (judgePlace(principal, hub.connections.get(terminalId)?.principal) !== 'ask') return join();
  void awaitPlace(principal, hub.connections, answerTimeoutMs).then((hasPlace) => {
    if (hasPlace) return join();
    refusals.report(terminalId, IDENTITY_IN_USE);
    connection.close(CLOSE_CODE_IDENTITY_IN_USE, IDENTITY_IN_USE);
  });
}

interface ConnectionParts extends Pick<ConnectionContext, 'hub' | 'logger'> {
  readonly gate: TextGate;
  readonly maxBufferedBytes: number;
}

function createConnection(principal: Principal, socket: WebSocket, parts: ConnectionParts): Connection {
  const { hub, logger, gate, maxBufferedBytes } = parts;
  const { terminalId } = principal;
  const events = {
    onText: (text: string) => {
      if (!gate.pass(text)) connection.terminate();
    },
    onClosed: () => hub.connections.leave(connection, 'closed'),
    onTooSlow: (bufferedBytes: number) =>
      logger.warn({ terminal_id: terminalId, buffered_bytes: bufferedBytes }, 'TerminalTooSlow'),
  };
  const connection: Connection = new Connection(principal, socket, events, maxBufferedBytes);
  return connection;
}

/** Members are few and trusted to read their messages; workloads may be many. */
function maxBufferedBytesOf(principal: Principal, { maxBufferedBytes }: HostLimits): number {
  return principal.class === 'member' ? maxBufferedBytes : Math.min(maxBufferedBytes, MAX_WORKLOAD_BUFFERED_BYTES);
}
