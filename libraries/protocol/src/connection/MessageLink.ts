import { decodeFrame } from '../wire/decodeFrame.js';
import { encodeFrame } from '../wire/encodeFrame.js';
import type { Message } from '../wire/Message.js';
import { type Proof, ReconnectingSocket, type ReconnectingSocketOptions } from './ReconnectingSocket.js';

/** A host closes the connection on which more than 100 MiB come in one frame; a character is a byte or more. */
const MAX_FRAME_LENGTH = 100 * 1024 * 1024;

/** Where a {@link MessageLink} leads, and who speaks. */
export type MessageLinkOptions = ReconnectingSocketOptions;

/** Callbacks of a {@link MessageLink}. */
export interface MessageLinkEvents {
  readonly onOpen: (proof: Proof) => void;
  readonly onMessage: (message: Message) => void;
  readonly onMalformed: (reason: string) => void;
  readonly onClosed: (reason: string) => void;
  readonly onReplaced: (refused: boolean) => void;
}

/** Messages over a reconnecting socket. Those to oneself never touch it, and arrive also while it is closed. */
export class MessageLink {
  readonly #terminalId: string;
  readonly #events: MessageLinkEvents;
  readonly #socket: ReconnectingSocket;
  #isClosed = false;

  public constructor(options: MessageLinkOptions, events: MessageLinkEvents) {
    this.#terminalId = options.keyPair.publicKey;
    this.#events = events;
    this.#socket = new ReconnectingSocket(options, {
      onOpen: events.onOpen,
      onText: (text) => this.#onText(text),
      onClosed: events.onClosed,
      onReplaced: events.onReplaced,
    });
  }

  /**
   * Whether the message went out; it is not kept for later.
   *
   * @throws TypeError, RangeError when it cannot be put into a frame, or into none that a host would accept
   */
  public send(message: Message): boolean {
    const text = encodeFrame(message);
    if (text.length > MAX_FRAME_LENGTH) {
      throw new RangeError(`expected a message of at most ${MAX_FRAME_LENGTH} characters, got ${text.length}`);
    }
    if (message.target_terminal_id !== this.#terminalId) return this.#socket.send(text);
    setTimeout(() => this.#onText(text), 0);
    return true;
  }

  public close(): Promise<void> {
    this.#isClosed = true;
    return this.#socket.close();
  }

  #onText(text: string): void {
    if (this.#isClosed) return;
    const frame = decodeFrame(text);
    if (frame.kind === 'malformed') this.#events.onMalformed(frame.reason);
    else if (!frame.message) this.#events.onMalformed('expected trace_id and source_terminal_id');
    else this.#events.onMessage(frame.message);
  }
}
