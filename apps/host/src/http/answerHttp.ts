import type { IncomingMessage, ServerResponse } from 'node:http';

/** The health of the host, for process supervision. */
export interface Health {
  readonly status: 'ok';
  readonly uptime_ms: number;
  /** Number of announced terminals. */
  readonly terminals: number;
  /** Number of refusals since the start, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Answers a request that is not a WebSocket upgrade. */
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
