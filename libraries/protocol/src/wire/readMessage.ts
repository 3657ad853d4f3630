import { isRecord } from './isRecord.js';
import type { Message, ProgressEvent, Response } from './Message.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The message in a body, or undefined where it names no session or no sender. */
export function readMessage(body: Readonly<Record<string, unknown>>): Message | undefined {
  const { trace_id, source_terminal_id } = body;
  if (typeof trace_id !== 'string' || trace_id === '') return undefined;
  if (typeof source_terminal_id !== 'string') return undefined;
  return {
    trace_id,
    seq_id: typeof body['seq_id'] === 'number' ? body['seq_id'] : 0,
    source_terminal_id,
    target_terminal_id: text(body['target_terminal_id']),
    method: text(body['method']),
    ...readContent(body),
  };
}

/** Falsy fields count as absent, except a `frame`, which may be any value. */
function readContent(body: Readonly<Record<string, unknown>>): Partial<Message> {
  const { service_id, req, frame, res, event, done } = body;
  return {
    ...(typeof service_id === 'string' && service_id !== '' && { service_id }),
    ...(Boolean(req) && { req }),
    ...(frame !== undefined && { frame }),
    ...(Boolean(res) && { res: readResponse(res) }),
    ...(isRecord(event) && { event: event as unknown as ProgressEvent }),
    ...(Boolean(done) && { done: true }),
  };
}

function readResponse(res: unknown): Response {
  if (isRecord(res) && (typeof res['code'] === 'number' || typeof res['code'] === 'string')) {
    return { ...res, message: text(res['message']) } as Response;
  }
  return { code: 'INVALID_RESPONSE', message: 'expected {code, message}; the other terminal sent something else' };
}
