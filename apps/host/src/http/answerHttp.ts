import type { IncomingMessage, ServerResponse } from 'node:http';

/** How the host is doing, for whoever watches over its process. */
export interface Health {
  readonly status: 'ok';
  readonly uptime_ms: number;
  /** How many terminals have announced themselves. */
  readonly terminals: number;
  /** How often something was refused since the start, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Answers a request that is no WebSocket upgrade; never leaves one without an answer. */
export function answerHttp(request: IncomingMessage, response: ServerResponse, health: () => Health): void {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path === '/healthz' && (request.method === 'GET' || request.method === 'HEAD')) {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(health()));
    return;
  }
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end('Not Found\n');
}
