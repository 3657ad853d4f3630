import type { Message } from './Message.js';

/** Those who speak and the session they speak in. */
export interface SessionAddress {
  readonly traceId: string;
  readonly method: string;
  readonly sourceTerminalId: string;
  readonly targetTerminalId: string;
}

/** The message that begins a session. */
export function requestMessage(address: SessionAddress, req: unknown, serviceId?: string): Message {
  return {
    method: address.method,
    target_terminal_id: address.targetTerminalId,
    ...(serviceId !== undefined && { service_id: serviceId }),
    req,
    seq_id: 0,
    trace_id: address.traceId,
    source_terminal_id: address.sourceTerminalId,
  };
}

/** The message by which the client ends a session. */
export function abortMessage(address: SessionAddress, seqId: number): Message {
  return {
    trace_id: address.traceId,
    seq_id: seqId,
    method: address.method,
    target_terminal_id: address.targetTerminalId,
    source_terminal_id: address.sourceTerminalId,
    done: true,
  };
}

/** The payload of a reply; an empty one is a keep-alive. */
export type ReplyContent = Pick<Message, 'event'> | Pick<Message, 'frame'> | Pick<Message, 'res'>;

/** A message of the server's side; a response ends the session, `done` does so without one. */
export function replyMessage(
  address: SessionAddress,
  seqId: number,
  content: ReplyContent & { readonly done?: true },
): Message {
  // In the order in which the host writes the frames whose content it shares.
  const message: { -readonly [Field in keyof Message]?: Message[Field] } = {};
  if ('event' in content) message.event = content.event;
  else if ('frame' in content) message.frame = content.frame;
  else if ('res' in content) message.res = content.res;
  message.trace_id = address.traceId;
  message.seq_id = seqId;
  message.method = address.method;
  message.source_terminal_id = address.sourceTerminalId;
  message.target_terminal_id = address.targetTerminalId;
  if (content.done) message.done = true;
  return message as Message;
}
