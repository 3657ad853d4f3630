import { HOST_ID, type Message, type Response } from '@node-unit/protocol';

/**
 * The host's answer for a terminal that is not connected. Only messages that open or end a session are answered;
 * answering an answer would not terminate.
 */
export function replyToUnknownTarget(message: Message, terminalId: string): Message | undefined {
  if (!opensOrEnds(message)) return undefined;
  return reply(message, {
    code: 404,
    message: `Terminal Not Found: ${terminalId} is not connected to this host`,
  });
}

/** The host's answer to a workload for a terminal that reads more slowly than workloads send to it. */
export function replyToBusyTarget(message: Message, terminalId: string): Message | undefined {
  if (!opensOrEnds(message)) return undefined;
  return reply(message, { code: 503, message: `Terminal Busy: ${terminalId} has not read what was sent to it before` });
}

/** The host's answer to a workload that asks it too often. */
export function replyToTooMany(message: Message): Message {
  return reply(message, { code: 429, message: 'Too Many Requests: ask the host less often' });
}

function opensOrEnds({ res, frame, event, req, done }: Message): boolean {
  const isAnswer = res !== undefined || frame !== undefined || event !== undefined;
  return !isAnswer && Boolean(req || done);
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
