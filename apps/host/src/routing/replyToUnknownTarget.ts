import { HOST_ID, type Message } from '@node-unit/protocol';

/**
 * The host's answer for a terminal that is not connected. Only what opens or ends a session is answered: an answer
 * to an answer would go on for ever.
 */
export function replyToUnknownTarget(message: Message, terminalId: string): Message | undefined {
  const isAnswer = message.res !== undefined || message.frame !== undefined || message.event !== undefined;
  if (isAnswer || !(message.req || message.done)) return undefined;
  return {
    res: { code: 404, message: `Terminal Not Found: ${terminalId} is not connected to this host` },
    trace_id: message.trace_id,
    seq_id: message.seq_id + 1,
    method: message.method,
    source_terminal_id: HOST_ID,
    target_terminal_id: message.source_terminal_id,
    done: true,
  };
}
