import type { JsonObject } from './JsonValue.js';
import type { Message } from './Message.js';

/**
 * The first line of a frame: all that the host routes by. A header that is JSON but no object counts as empty.
 *
 * @public
 */
export interface FrameHeader {
  readonly target_terminal_id?: string;
  readonly source_terminal_id?: string;
}

/**
 * Why a text is no frame.
 *
 * @public
 */
export type MalformedFrameReason = 'body_not_json' | 'body_not_object';

/**
 * What {@link decodeFrame} made of a text.
 *
 * @public
 */
export type DecodedFrame =
  | {
      readonly kind: 'frame';
      /** undefined: there is no header line, or it is not JSON, or it is `null`. */
      readonly header: FrameHeader | undefined;
      /** The body as it came, unknown fields included. */
      readonly body: JsonObject;
      /** The body as a message, where it names its session and its sender. */
      readonly message: Message | undefined;
    }
  | { readonly kind: 'malformed'; readonly reason: MalformedFrameReason };
