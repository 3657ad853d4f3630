import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { messageOf } from '@node-unit/basics';

import { AppError } from '../AppError.js';
import { EXIT } from '../exitCodes.js';
import { createMetrics, type Metrics, type MetricsSubject } from './Metrics.js';
import type { MetricDeclarations } from './MetricDeclaration.js';
import type { MetricsConfig } from './metricsVariables.js';

/** Of a request, and of a connection on which nothing happens. */
const TIMEOUT_MS = 5_000;
const CHECK_MS = 1_000;
const MAX_CONNECTIONS = 100;

/**
 * Metrics that are served on a port of their own.
 *
 * @public
 */
export interface ServedMetrics<Name extends string = string> {
  readonly metrics: Metrics<Name>;
  readonly port: number;
  /** Resolves when the port is free; may be called repeatedly. */
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on `METRICS_PORT`; `undefined` if that is unset.
 *
 * @throws AppError if the port cannot be listened on
 *
 * @public
 */
export async function serveMetrics<Declarations extends MetricDeclarations>(
  { METRICS_PORT: port, METRICS_ADDRESS: host }: MetricsConfig,
  declarations: Declarations,
  subject: MetricsSubject,
): Promise<ServedMetrics<keyof Declarations & string> | undefined> {
  if (port === undefined) return undefined;
  const metrics = await createMetrics(declarations, subject);
  const server = createServer(
    { requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS, connectionsCheckingInterval: CHECK_MS },
    (request, response) => void answer(request, response, metrics),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(TIMEOUT_MS);
  await listen(server, port, host).catch((cause: unknown) => {
    const where = host === undefined ? '' : ` of METRICS_ADDRESS=${JSON.stringify(host)}`;
    const reason = `cannot listen on METRICS_PORT=${port}${where}: ${messageOf(cause)}`;
    throw new AppError(EXIT.usage, `${reason}; choose another port, or 0 for any that is free`, { cause });
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeServer(server));
  return { metrics, port: (server.address() as AddressInfo).port, close };
}

async function answer(request: IncomingMessage, response: ServerResponse, metrics: Metrics): Promise<void> {
  // A client that goes away is heard of by the close that follows.
  for (const side of [request, response]) side.on('error', () => undefined);
  const [path] = (request.url ?? '').split('?', 1);
  if (path !== '/metrics') return end(response, 404, 'Not Found: expected /metrics\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return end(response, 405, 'Method Not Allowed: expected GET or HEAD\n');
  }
  try {
    const { contentType, body } = await metrics.scrape();
    end(response, 200, body, contentType);
  } catch (error) {
    end(response, 500, `Internal Server Error: ${messageOf(error)}\n`);
  }
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
