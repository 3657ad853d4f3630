import { type RawData, WebSocket } from 'ws';

import type { Principal } from '../credentials/Principal.js';

const CLOSE_TIMEOUT_MS = 1_000;

/** What happens on a {@link Connection}; `onClosed` is the last. */
export interface ConnectionEvents {
  readonly onText: (text: string) => void;
  readonly onClosed: () => void;
  /** It does not read what it is sent; it is being terminated. */
  readonly onTooSlow: (bufferedBytes: number) => void;
}

/** One terminal's socket, as long as it lasts. */
export class Connection {
  public readonly principal: Principal;
  readonly #socket: WebSocket;
  readonly #onTooSlow: ConnectionEvents['onTooSlow'];
  readonly #maxBufferedBytes: number;
  #heard = true;
  #lastSentMs = performance.now();
  /** Kept by the heartbeat. */
  public misses = 0;

  public constructor(principal: Principal, socket: WebSocket, events: ConnectionEvents, maxBufferedBytes: number) {
    this.principal = principal;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#socket = socket;
    this.#onTooSlow = events.onTooSlow;
    socket.on('message', (data) => {
      this.#heard = true;
      events.onText(textOf(data));
    });
    socket.on('ping', () => (this.#heard = true));
    socket.on('pong', () => (this.#heard = true));
    socket.on('close', () => events.onClosed());
    // A close event follows every error.
    socket.on('error', () => undefined);
  }

  public send(text: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount > this.#maxBufferedBytes) {
      this.#onTooSlow(bufferedAmount);
      this.terminate();
      return;
    }
    this.#lastSentMs = performance.now();
    this.#socket.send(text);
  }

  /** Asks below the protocol as well: a terminal that is busy with its own things still answers this. */
  public ping(text: string): void {
    this.send(text);
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  /** Whether anything was received since this was asked for last. */
  public takeHeard(): boolean {
    const heard = this.#heard;
    this.#heard = false;
    return heard;
  }

  public get sinceLastSentMs(): number {
    return performance.now() - this.#lastSentMs;
  }

  /** Says goodbye, and does not wait long for the answer. */
  public close(code: number, reason: string): void {
    closeSocket(this.#socket, code, reason);
  }

  public terminate(): void {
    this.#socket.terminate();
  }
}

/** Closes with a code and a reason, and after a second by force. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.close(code, reason);
}

/** The text of a WebSocket message; bytes are taken as UTF-8. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}
