import { decodeFrame, HOST_ID, type Message } from '@node-unit/protocol';

/** Why a frame goes nowhere. */
export type FrameRefusal = 'body_not_json' | 'body_not_object' | 'invalid_header' | 'foreign_source' | 'no_session';

/** Where a frame goes. `message` is undefined where the body does not name its session and its sender. */
export type FrameRoute =
  | { readonly kind: 'refused'; readonly reason: FrameRefusal }
  | { readonly kind: 'host'; readonly message: Message }
  | { readonly kind: 'terminal'; readonly terminalId: string; readonly message: Message | undefined };

/**
 * Decides by the header where a frame goes. The body is read only to keep from the others what would end them
 * or lie to them: what is no JSON object, and what names another sender than the connection it came by.
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
