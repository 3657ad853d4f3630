import type { DecodedFrame, FrameHeader } from './DecodedFrame.js';
import { isRecord } from './isRecord.js';
import type { JsonObject } from './JsonValue.js';
import { readMessage } from './readMessage.js';

/**
 * Takes a frame apart; never throws. A text without a line feed is a body without a header.
 *
 * @public
 */
export function decodeFrame(text: string): DecodedFrame {
  const headerLength = text.indexOf('\n');
  const body = parse(text.slice(headerLength + 1));
  if (body === undefined) return { kind: 'malformed', reason: 'body_not_json' };
  if (!isRecord(body)) return { kind: 'malformed', reason: 'body_not_object' };
  const header = headerLength < 0 ? undefined : readHeader(parse(text.slice(0, headerLength)));
  return { kind: 'frame', header, body: body as JsonObject, message: readMessage(body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readHeader(header: unknown): FrameHeader | undefined {
  if (header === undefined || header === null) return undefined;
  if (!isRecord(header)) return {};
  const { target_terminal_id, source_terminal_id } = header;
  return {
    ...(typeof target_terminal_id === 'string' && { target_terminal_id }),
    ...(typeof source_terminal_id === 'string' && { source_terminal_id }),
  };
}
