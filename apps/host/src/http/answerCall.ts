import type { IncomingMessage, ServerResponse } from 'node:http';

import { messageOf } from '@node-unit/basics';
import { HOST_ID, type JsonValue, type Message } from '@node-unit/protocol';

import type { HttpPorts } from './answerHttp.js';
import { HttpError, sendError, statusOf } from './HttpError.js';
import { readBody } from './readBody.js';

const HEAD = {
  'content-type': 'application/x-ndjson',
  'cache-control': 'no-cache',
  'access-control-allow-origin': '*',
};

type CallPorts = Pick<HttpPorts, 'client' | 'limits'>;

/** Calls the service that the body names, and answers with one line for each message of the session, as they come. */
export async function answerCall(request: IncomingMessage, response: ServerResponse, ports: CallPorts): Promise<void> {
  const { client, limits } = ports;
  const { method, req } = readCall(await readBody(request, limits.maxFrameBytes));
  const write = (message: Partial<Message>): void => {
    if (!response.headersSent) response.writeHead(200, HEAD);
    response.write(`${JSON.stringify(message)}\n`);
    if (response.writableLength > limits.maxBufferedBytes) response.destroy();
  };
  const session = client.request(method, req).subscribe({
    next: write,
    error: (error: unknown) => {
      if (!response.headersSent) return sendError(response, error);
      write({ ...lastMessage(method, error) });
      response.end();
    },
    complete: () => response.end(),
  });
  // Who does not wait for the answer does not want it.
  response.on('close', () => session.unsubscribe());
}

function lastMessage(method: string, error: unknown): Partial<Message> {
  const res = { code: statusOf(error), message: messageOf(error) };
  return { res, method, source_terminal_id: HOST_ID, target_terminal_id: HOST_ID, done: true };
}

/** @throws HttpError 400 */
function readCall(body: string): { readonly method: string; readonly req: JsonValue } {
  const { method, req } = Object(parse(body)) as { readonly method?: unknown; readonly req?: unknown };
  if (typeof method !== 'string' || method === '') throw new HttpError(400, 'Bad Request: expected a method, a text');
  if (!req) throw new HttpError(400, 'Bad Request: expected a req that is not empty, zero, false or null');
  return { method, req: req as JsonValue };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new HttpError(400, 'Bad Request: the body is not JSON');
  }
}
