import type { Logger, RefusalLog } from '@node-unit/app-runtime';
import type { WebSocket } from 'ws';

import { judgePlace } from '../credentials/judgePlace.js';
import type { Principal } from '../credentials/Principal.js';
import type { HostLimits } from '../HostOptions.js';
import type { Hub } from '../Hub.js';
import { MAX_WORKLOAD_BUFFERED_BYTES, MAX_WORKLOAD_FRAME_LENGTH } from '../workloadLimits.js';
import { awaitPlace } from './awaitPlace.js';
import { Connection, type ConnectionSettings } from './Connection.js';
import { Inflow } from './Inflow.js';
import { TextGate } from './TextGate.js';

const CLOSE_CODE_IDENTITY_IN_USE = 4002;
const IDENTITY_IN_USE = 'another process that answers is connected with this identity';
const CLOSE_CODE_TOO_LARGE = 1009;
const FRAME_TOO_LARGE = `a frame of a workload has at most ${MAX_WORKLOAD_FRAME_LENGTH} characters`;

/** What an authenticated connection is opened with. */
export interface ConnectionContext {
  readonly hub: Hub;
  readonly limits: HostLimits;
  readonly refusals: RefusalLog;
  readonly logger: Logger;
  /** That the WebSocket is on. */
  readonly stream: ConnectionSettings['stream'];
  /** How long a present connection with the same identity may take to answer. */
  readonly answerTimeoutMs: number;
}

/** Lets an authenticated terminal join, or refuses it if another process with its identity is connected and answers. */
export function openConnection(principal: Principal, socket: WebSocket, context: ConnectionContext): void {
  const { hub, limits, refusals, answerTimeoutMs } = context;
  const { terminalId } = principal;
  const maxBufferedBytes = maxBufferedBytesOf(principal, limits);
  const receive = (text: string): void => {
    hub.connections.countFrame(principal.class);
    hub.receive(connection, text);
  };
  const gate = new TextGate(receive, maxBufferedBytes);
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
    hub.connections.doubles.report(terminalId);
    connection.close(CLOSE_CODE_IDENTITY_IN_USE, IDENTITY_IN_USE);
  });
}

interface ConnectionParts extends Pick<ConnectionContext, 'hub' | 'logger' | 'refusals' | 'stream'> {
  readonly gate: TextGate;
  readonly maxBufferedBytes: number;
}

function createConnection(principal: Principal, socket: WebSocket, parts: ConnectionParts): Connection {
  const { hub, logger, gate, maxBufferedBytes, refusals, stream } = parts;
  const { terminalId } = principal;
  const inflow = principal.class === 'workload' ? new Inflow() : undefined;
  const events = {
    onText: (text: string) => {
      const isTaken = !inflow || takesIn(text, { connection, inflow, refusals });
      if (isTaken && !gate.pass(text)) connection.terminate();
    },
    onClosed: () => hub.connections.leave(connection, 'closed'),
    onTooSlow: (bufferedBytes: number) =>
      logger.warn({ terminal_id: terminalId, buffered_bytes: bufferedBytes }, 'TerminalTooSlow'),
  };
  const connection: Connection = new Connection(principal, socket, events, { maxBufferedBytes, stream });
  return connection;
}

interface Intake extends Pick<ConnectionContext, 'refusals'> {
  readonly connection: Connection;
  readonly inflow: Inflow;
}

/** Whether a frame of a workload is processed. One that sends much is read more slowly. */
function takesIn({ length }: string, { connection, inflow, refusals }: Intake): boolean {
  const pauseMs = inflow.take(length, performance.now());
  if (pauseMs > 0) connection.hold(pauseMs);
  if (length <= MAX_WORKLOAD_FRAME_LENGTH) return true;
  refusals.report(connection.principal.terminalId, FRAME_TOO_LARGE);
  connection.close(CLOSE_CODE_TOO_LARGE, FRAME_TOO_LARGE);
  return false;
}

/** Members are few and trusted to read their messages; workloads may be many. */
function maxBufferedBytesOf(principal: Principal, { maxBufferedBytes }: HostLimits): number {
  return principal.class === 'member' ? maxBufferedBytes : Math.min(maxBufferedBytes, MAX_WORKLOAD_BUFFERED_BYTES);
}
