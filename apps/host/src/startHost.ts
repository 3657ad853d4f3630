import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { type WebSocket, WebSocketServer } from 'ws';

import { authenticate } from './connections/authenticate.js';
import { closeSocket, Connection } from './connections/Connection.js';
import { startHeartbeat } from './connections/startHeartbeat.js';
import { WEB_SOCKET_SETTINGS } from './connections/webSocketSettings.js';
import type { HostOptions } from './HostOptions.js';
import { answerHttp } from './http/answerHttp.js';
import { Hub } from './Hub.js';
import { RateLimitedLog } from './RateLimitedLog.js';

const CLOSE_CODE_REFUSED = 1008;
const REFUSAL_LOG_INTERVAL_MS = 1_000;
const DEFAULT_PING_INTERVAL_MS = 2_000;
const DEFAULT_PING_MISSES = 3;

/** A host that accepts connections. */
export interface RunningHost {
  readonly port: number;
  /** Parts from all terminals and stops listening; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts a host; resolves when it listens.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES` …) when it cannot listen
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { logger, pingIntervalMs = DEFAULT_PING_INTERVAL_MS, pingMisses = DEFAULT_PING_MISSES } = options;
  const hub = new Hub(logger);
  const server = createServer((request, response) =>
    answerHttp(request, response, () => ({ status: 'ok', uptime_ms: hub.uptimeMs, terminals: hub.terminalCount })),
  );
  const webSockets = new WebSocketServer({ noServer: true, ...WEB_SOCKET_SETTINGS });
  const accept = createAcceptor(hub, options);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    webSockets.handleUpgrade(request, socket, head, (webSocket) => accept(request, webSocket));
  });
  const port = await listen(server, options.port);
  logger.info({ port }, 'HostListening');
  const stopHeartbeat = startHeartbeat(pingIntervalMs, (tickWasLate) => hub.tick(pingMisses, tickWasLate));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopHeartbeat();
    hub.stop();
    return stopListening(server);
  };
  return { port, close: () => (closed ??= close()) };
}

/** The upgrade has been answered already: a refusal is a close frame, which says more than a status would. */
function createAcceptor(hub: Hub, { token, logger }: HostOptions) {
  const refusals = new RateLimitedLog(REFUSAL_LOG_INTERVAL_MS);
  return (request: IncomingMessage, socket: WebSocket): void => {
    const authentication = authenticate({ url: request.url ?? '', headers: request.headers }, token);
    if (authentication.kind === 'refused') {
      const { reason } = authentication;
      socket.on('error', () => undefined);
      closeSocket(socket, CLOSE_CODE_REFUSED, reason);
      refusals.report(performance.now(), (count) => logger.warn({ reason, count }, 'ConnectionRefused'));
      return;
    }
    const { terminalId } = authentication;
    const connection = new Connection(terminalId, socket, {
      onText: (text) => hub.receive(connection, text),
      onClosed: () => hub.leave(connection, 'closed'),
      onTooSlow: (bufferedBytes) =>
        logger.warn({ terminal_id: terminalId, buffered_bytes: bufferedBytes }, 'TerminalTooSlow'),
    });
    hub.join(connection);
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Resolves when the last connection is gone. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
