import type { IncomingMessage, ServerResponse } from 'node:http';

import { IN_A_URL, isHostToken } from '../credentials/authenticate.js';
import { judgeOrigin, type OriginRules } from '../credentials/judgeOrigin.js';
import { isTokenEncodable, presentedTokens } from '../credentials/presentedTokens.js';
import type { HostLimits } from '../HostOptions.js';
import type { HostMetrics } from '../metrics/HostMetrics.js';
import type { HostClient } from '../services/HostClient.js';
import { answerCall } from './answerCall.js';
import { answerExternal } from './answerExternal.js';
import { HttpError, sendError } from './HttpError.js';
import type { PageFiles } from './PageFiles.js';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

/** How the host is doing, for whoever watches over its process. */
export interface Health {
  readonly status: 'ok';
  readonly uptime_ms: number;
  /** How many terminals have announced themselves. */
  readonly terminals: number;
  /** How often something was refused since the start, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** What requests are answered with. */
export interface HttpPorts extends OriginRules {
  readonly health: () => Health;
  readonly limits: Pick<HostLimits, 'maxFrameBytes' | 'maxBufferedBytes'>;
  readonly client: HostClient;
  readonly metrics: HostMetrics;
  readonly page: PageFiles;
  /** A request was refused for a reason from a small fixed set. */
  readonly onRefused: (reason: string) => void;
}

/** Answers a request that is no WebSocket upgrade; never leaves one without an answer, and never rejects. */
export async function answerHttp(request: IncomingMessage, response: ServerResponse, ports: HttpPorts): Promise<void> {
  // A client that goes away is heard of by the close that follows.
  for (const side of [request, response]) side.on('error', () => undefined);
  try {
    await answer(request, response, ports);
  } catch (error) {
    sendError(response, error);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, ports: HttpPorts): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const route = ports.page.has(path) ? 'page' : routeOf(request.method ?? '', path);
  if (route === 'page') return ports.page.answer(path, request, response);
  if (route === 'health') return answerHealth(response, ports.health());
  if (route === 'nothing') throw new HttpError(404, 'Not Found');
  requireToken(request, ports);
  await GUARDED[route](request, response, ports);
}

type Guarded = 'metrics' | 'targets' | 'call' | 'preflight' | 'external';
type Route = Guarded | 'health' | 'nothing';
type Answer = (request: IncomingMessage, response: ServerResponse, ports: HttpPorts) => unknown;

/** For members alone. */
const GUARDED: Readonly<Record<Guarded, Answer>> = {
  metrics: (_request, response, { metrics }) => answerMetrics(response, metrics),
  targets: (request, response, { metrics }) => answerTargets(request, response, metrics),
  preflight: (_request, response) => response.writeHead(204, CORS).end(),
  call: answerCall,
  external: answerExternal,
};

/** What is only read. */
const READ_ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/healthz', 'health'],
  ['/metrics', 'metrics'],
  ['/metrics/targets', 'targets'],
]);

function routeOf(method: string, path: string): Route {
  const read = ['GET', 'HEAD'].includes(method) ? READ_ROUTES.get(path) : undefined;
  if (read !== undefined) return read;
  if (path === '/request' && method === 'POST') return 'call';
  if (path === '/request' && method === 'OPTIONS') return 'preflight';
  return path.startsWith('/external/') ? 'external' : 'nothing';
}

function answerHealth(response: ServerResponse, health: Health): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(health));
}

async function answerMetrics(response: ServerResponse, metrics: HostMetrics): Promise<void> {
  const { contentType, body } = await metrics.scrape();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}

/** The address at which the client reaches the host is where it reaches its metrics, too. */
function answerTargets({ socket }: IncomingMessage, response: ServerResponse, metrics: HostMetrics): void {
  const { localAddress: address = '', localPort: port = 0 } = socket;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(metrics.targets({ address, port })));
}

/** Who calls by HTTP is a member. Without a token any process of this machine is one, but no page in a browser. */
function requireToken({ url = '', headers }: IncomingMessage, ports: HttpPorts): void {
  const pageRefusal = judgeOrigin(headers, ports);
  const presented = { url, headers };
  const isMember = isHostToken(presentedTokens(presented), ports);
  if (pageRefusal === undefined && isMember) return;
  ports.onRefused(pageRefusal ?? 'an HTTP request without the host token');
  if (pageRefusal !== undefined) throw new HttpError(401, `Unauthorized: ${pageRefusal}`);
  const advice = isTokenEncodable(presented) ? IN_A_URL : '';
  throw new HttpError(401, `Unauthorized: the host token is missing or wrong${advice}`);
}
