import { encodeFrame, type Message } from '@node-unit/protocol';

/** From here on, the receivers share one copy of the content; what is shorter is copied with less effort than shared. */
const SHARED_FROM_LENGTH = 16 * 1024;

/** A frame that is sent: one text, or one whose middle is shared with other receivers. */
export type OutgoingFrame = string | SharedFrame;

/** A frame in three parts. */
export interface SharedFrame {
  readonly head: string;
  readonly content: Buffer;
  readonly tail: string;
}

/** Contents (`frame` or `res`) that many terminals receive: encoded once, not once per receiver. */
export class SharedContents {
  readonly #encoded = new WeakMap<object, string | Buffer>();

  /** @param text - the JSON of the content */
  public share<Content extends object>(content: Content, text: string): Content {
    this.#encoded.set(content, text.length < SHARED_FROM_LENGTH ? text : Buffer.from(text));
    return content;
  }

  /** The same text as `encodeFrame` gives. */
  public encode(message: Message): OutgoingFrame {
    const { frame, res } = message;
    const field = res === undefined ? 'frame' : 'res';
    const content = res ?? frame;
    const encoded = isObject(content) ? this.#encoded.get(content) : undefined;
    if (encoded === undefined) return encodeFrame(message);
    const [head, tail] = [headOf(message, field), tailOf(message)];
    return typeof encoded === 'string' ? head + encoded + tail : { head, content: encoded, tail };
  }
}

function headOf({ target_terminal_id, source_terminal_id }: Message, field: string): string {
  return `${JSON.stringify({ target_terminal_id, source_terminal_id })}\n{"${field}":`;
}

/** The other fields of a reply, in its order. */
function tailOf({ trace_id, seq_id, method, source_terminal_id, target_terminal_id, done }: Message): string {
  return `,${JSON.stringify({ trace_id, seq_id, method, source_terminal_id, target_terminal_id, done }).slice(1)}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
