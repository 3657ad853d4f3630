import { RefusalLog } from '@node-unit/app-runtime';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';

import { CHALLENGE_SUBPROTOCOL } from '@node-unit/credentials';
import { WebSocketServer } from 'ws';

import { Entrance } from './connections/Entrance.js';
import { openConnection } from './connections/openConnection.js';
import { startHeartbeat } from './connections/startHeartbeat.js';
import { WEB_SOCKET_SETTINGS } from './connections/webSocketSettings.js';
import { judgeOrigin } from './credentials/judgeOrigin.js';
import { DEFAULT_LIMITS, type HostLimits, type HostOptions } from './HostOptions.js';
import { answerHttp, type Health } from './http/answerHttp.js';
import { createReloadingTlsServer, listen, stopListening } from './http/listen.js';
import { PageFiles } from './http/PageFiles.js';
import { Hub } from './Hub.js';
import { HostMetrics } from './metrics/HostMetrics.js';

const DEFAULT_PING_INTERVAL_MS = 2_000;
const DEFAULT_PING_MISSES = 3;

/** A running host. */
export interface RunningHost {
  readonly port: number;
  /** Undefined without TLS. */
  readonly tlsPort: number | undefined;
  /** Disconnects all terminals and stops listening; may be called repeatedly. */
  close(): Promise<void>;
}

/**
 * Starts a host; resolves when it is listening.
 *
 * @throws the system error (`EADDRINUSE`, `EACCES` …) if it cannot listen or read its certificate
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { logger, tls, address, pingIntervalMs = DEFAULT_PING_INTERVAL_MS, pingMisses = DEFAULT_PING_MISSES } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const hub = new Hub(logger);
  const refusals = new RefusalLog(logger, 'ConnectionRefused');
  const entrance = createEntrance(hub, options, { limits, refusals });
  const answer = createHttp(hub, options, { limits, refusals });
  const servers = [createServer(), ...(tls ? [createReloadingTlsServer(tls, logger)] : [])];
  for (const server of servers) {
    server.on('request', answer);
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      entrance.enter(request, socket, head),
    );
  }
  const [plainServer, tlsServer] = servers;
  const port = await listen(plainServer!, options.port, address);
  const tlsPort = tls && tlsServer && (await listen(tlsServer, tls.port, address));
  logger.info({ port, tls_port: tlsPort, address: address ?? 'all interfaces' }, 'HostListening');
  const stopHeartbeat = startHeartbeat(pingIntervalMs, (tickWasLate) => hub.connections.tick(pingMisses, tickWasLate));
  let closed: Promise<unknown> | undefined;
  const close = (): Promise<unknown> => {
    stopHeartbeat();
    hub.stop();
    return Promise.all(servers.map(stopListening));
  };
  return { port, tlsPort, close: async () => void (await (closed ??= close())) };
}

interface Guarding {
  readonly limits: HostLimits;
  readonly refusals: RefusalLog;
}

function createHttp(
  hub: Hub,
  { tokens = [], allowedOrigins = [], version = 'unknown', metrics: served, pageFolder }: HostOptions,
  { limits, refusals }: Guarding,
): RequestListener {
  const health = (): Health => ({
    status: 'ok',
    uptime_ms: hub.uptimeMs,
    terminals: hub.terminalCount,
    refusals: hub.refusals,
  });
  const onRefused = (reason: string): void => refusals.report('', reason);
  const metrics = new HostMetrics(hub, { version, served, refusedConnections: () => refusals.counts });
  const page = new PageFiles(pageFolder);
  const ports = { health, tokens, allowedOrigins, limits, client: hub.client, metrics, page, onRefused };
  return (request, response) => void answerHttp(request, response, ports);
}

function createEntrance(hub: Hub, options: HostOptions, { limits, refusals }: Guarding): Entrance {
  const {
    tokens = [],
    allowedOrigins = [],
    legacyMembers = true,
    logger,
    pingIntervalMs = DEFAULT_PING_INTERVAL_MS,
  } = options;
  const webSockets = new WebSocketServer({
    noServer: true,
    ...WEB_SOCKET_SETTINGS,
    maxPayload: limits.maxFrameBytes,
    handleProtocols: chooseSubprotocol,
  });
  const context = { hub, limits, refusals, logger, answerTimeoutMs: pingIntervalMs };
  return new Entrance(webSockets, limits, {
    admission: { tokens, legacyMembers, runs: (claims) => hub.runs(claims) },
    // A browser states the origin of every page that connects.
    pageRefusalOf: ({ headers: { origin, host } }) =>
      origin === undefined ? undefined : judgeOrigin({ origin, host }, { tokens, allowedOrigins }),
    refusalOf: (principal) => hub.refusalOf(principal),
    onAdmitted: (principal, socket, stream) => openConnection(principal, socket, { ...context, stream }),
    onRefused: (reason) => refusals.report('', reason),
  });
}

/** A client that does not support challenges gets the first subprotocol that it offers, as from any server. */
function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(CHALLENGE_SUBPROTOCOL)) return CHALLENGE_SUBPROTOCOL;
  const [first] = offered;
  return first ?? false;
}
