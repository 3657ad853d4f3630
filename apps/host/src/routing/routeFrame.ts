import { decodeFrame, HOST_ID, type Message } from '@node-unit/protocol';

/** The reason why a frame is not delivered. */
export type FrameRefusal = 'body_not_json' | 'body_not_object' | 'invalid_header' | 'foreign_source' | 'no_session';

/** The target of a frame. `message` is undefined if the body does not contain a session and a sender. */
export type FrameRoute =
  | { readonly kind: 'refused'; readonly reason: FrameRefusal }
  | { readonly kind: 'host'; readonly message: Message }
  | { readonly kind: 'terminal'; readonly terminalId: string; readonly message: Message | undefined };

/**
 * Determines the target of a frame from its header. The body is parsed only to reject frames that would crash or
 * deceive other terminals: bodies that are not JSON objects, and bodies with a sender other than the connection's.
 */
export function routeFrame(text: string, connectionId: string): FrameRoute {
  const frame = decodeFrame(text);
  if (frame.kind === 'malformed') return { kind: 'refused', reason: frame.reason };
  const { header, body, message } = frame;
  if (!header) return { kind: 'refused', reason: 'invalid_header' };
  const isForeign = [header.source_terminal_id, body['source_terminal_id']].some(
    (source) => source !== undefined && source !== connectionId,
  );
  if (isForeign) return { kind: 'refused', reason: 'foreign_source' };
  const terminalId = header.target_terminal_id;
  if (terminalId && terminalId !== HOST_ID) return { kind: 'terminal', terminalId, message };
  return message ? { kind: 'host', message } : { kind: 'refused', reason: 'no_session' };
}
