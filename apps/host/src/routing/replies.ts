import { HOST_ID, type Message, type Response } from '@node-unit/protocol';

/**
 * The host's answer for a terminal that is not connected. Only messages that open or end a session are answered;
 * answering an answer would not terminate.
 */
export function replyToUnknownTarget(message: Message, terminalId: string): Message | undefined {
  const isAnswer = message.res !== undefined || message.frame !== undefined || message.event !== undefined;
  if (isAnswer || !(message.req || message.done)) return undefined;
  return reply(message, {
    code: 404,
    message: `Terminal Not Found: ${terminalId} is not connected to this host`,
  });
}

/** The host's answer to a request that its sender is not permitted to make. */
export function replyToForbidden(message: Message): Message {
  return reply(message, { code: 403, message: `Forbidden: ${message.method} is for members of the cluster only` });
}

function reply({ trace_id, seq_id, method, source_terminal_id }: Message, res: Response): Message {
  return {
    res,
    trace_id,
    seq_id: seq_id + 1,
    method,
    source_terminal_id: HOST_ID,
    target_terminal_id: source_terminal_id,
    done: true,
  };
}
