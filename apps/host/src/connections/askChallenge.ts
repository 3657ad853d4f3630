import { randomUUID } from 'node:crypto';

import { createChallenge } from '@node-unit/credentials';
import { AUTHENTICATE, decodeFrame, encodeFrame, HOST_ID } from '@node-unit/protocol';
import type { WebSocket } from 'ws';

import { textOf } from './Connection.js';

/** An answer has a few hundred characters; a workload credential makes it slightly longer. */
const MAX_ANSWER_LENGTH = 8 * 1024;

/** The answer of a client, any value, and the challenge. */
export interface Answer {
  readonly challenge: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Asks a newly connected client to authenticate. The callback receives `undefined` if the client sends something other
 * than an answer. It is called before the next message is read, so that no message is lost, and is not called if the
 * client disconnects.
 */
export function askChallenge(
  socket: WebSocket,
  terminalId: string,
  onAnswer: (answer: Answer | undefined) => void,
): void {
  const challenge = createChallenge();
  const traceId = randomUUID();
  socket.once('message', (data) => onAnswer(readAnswer(textOf(data), traceId, challenge)));
  socket.send(
    encodeFrame({
      method: AUTHENTICATE,
      req: { challenge },
      trace_id: traceId,
      seq_id: 0,
      source_terminal_id: HOST_ID,
      target_terminal_id: terminalId,
    }),
  );
}

function readAnswer(text: string, traceId: string, challenge: string): Answer | undefined {
  if (text.length > MAX_ANSWER_LENGTH) return undefined;
  const frame = decodeFrame(text);
  if (frame.kind === 'malformed' || frame.message?.trace_id !== traceId) return undefined;
  const data: unknown = frame.message.res?.data;
  return typeof data === 'object' && data !== null
    ? { challenge, data: data as Readonly<Record<string, unknown>> }
    : undefined;
}
