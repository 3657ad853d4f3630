import type { ServerResponse } from 'node:http';

import { messageOf } from '@node-unit/basics';
import { ProtocolError, type ProtocolErrorCode } from '@node-unit/protocol';

/** A request that is answered with a status and a reason. */
export class HttpError extends Error {
  public override readonly name: string = 'HttpError';

  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const STATUSES: ReadonlyMap<ProtocolErrorCode, number> = new Map([
  ['INVALID_REQUEST', 400],
  ['NO_TERMINAL_AVAILABLE_FOR_REQUEST', 404],
  ['TARGET_GONE', 502],
  ['TIMEOUT', 504],
]);

/** The status that says best what went wrong. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  return (error instanceof ProtocolError ? STATUSES.get(error.code) : undefined) ?? 500;
}

/** Answers with `{code, message}`, unless an answer is under way: that one is cut off. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const status = statusOf(error);
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
  // What of the request has not been read is not waited for.
  response.writeHead(status, { ...headers, ...(status === 413 && { connection: 'close' }) });
  response.end(`${JSON.stringify({ code: status, message: messageOf(error) })}\n`);
}
