import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

import { type GatheredWrites, gatherWrites } from '@node-unit/protocol';
import { type RawData, WebSocket } from 'ws';

import type { Principal } from '../credentials/Principal.js';
import type { OutgoingFrame } from '../routing/SharedContents.js';

const CLOSE_TIMEOUT_MS = 1_000;
/** With so many bytes waiting, a terminal is sent what can be sent later when it has read some of them. */
const BEHIND_FROM_BYTES = 64 * 1024;

/** The events of a {@link Connection}; `onClosed` is the last one. */
export interface ConnectionEvents {
  readonly onText: (text: string) => void;
  readonly onClosed: () => void;
  /** The terminal does not read its messages; the connection is being terminated. */
  readonly onTooSlow: (bufferedBytes: number) => void;
}

/** What a {@link Connection} is opened with. */
export interface ConnectionSettings {
  readonly maxBufferedBytes: number;
  /** That the WebSocket is on. */
  readonly stream: Pick<Socket, 'remoteAddress' | 'cork' | 'uncork'>;
}

/** The socket of one terminal, for its lifetime. */
export class Connection {
  public readonly principal: Principal;
  /** Undefined if the other side has gone meanwhile. */
  public readonly remoteAddress: string | undefined;
  readonly #socket: WebSocket;
  readonly #gather: GatheredWrites;
  readonly #onTooSlow: ConnectionEvents['onTooSlow'];
  readonly #maxBufferedBytes: number;
  #heard = true;
  #lastSentMs = performance.now();
  #hold: ReturnType<typeof setTimeout> | undefined;
  /** Maintained by the heartbeat. */
  public misses = 0;

  public constructor(principal: Principal, socket: WebSocket, events: ConnectionEvents, settings: ConnectionSettings) {
    this.principal = principal;
    this.remoteAddress = settings.stream.remoteAddress;
    this.#gather = gatherWrites(settings.stream);
    this.#maxBufferedBytes = settings.maxBufferedBytes;
    this.#socket = socket;
    this.#onTooSlow = events.onTooSlow;
    socket.on('message', (data) => {
      this.#heard = true;
      events.onText(textOf(data));
    });
    socket.on('ping', () => (this.#heard = true));
    socket.on('pong', () => (this.#heard = true));
    socket.on('close', () => {
      clearTimeout(this.#hold);
      events.onClosed();
    });
    // A close event follows every error.
    socket.on('error', () => undefined);
  }

  public send(frame: OutgoingFrame): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount > this.#maxBufferedBytes) {
      this.#onTooSlow(bufferedAmount);
      this.terminate();
      return;
    }
    this.#lastSentMs = performance.now();
    this.#gather();
    if (typeof frame === 'string') this.#socket.send(frame);
    else this.#sendInParts([frame.head, frame.content, frame.tail]);
  }

  /** As one message. The shared part is neither copied nor compressed for each receiver. */
  #sendInParts(parts: readonly (string | Buffer)[]): void {
    for (const [index, part] of parts.entries()) {
      this.#socket.send(part, { binary: false, compress: false, fin: index === parts.length - 1 });
    }
  }

  /** Lets what was sent in this turn of the event loop leave now, so that it does not wait in memory. */
  public release(): void {
    this.#gather.release();
  }

  /** Whether there is no use in sending now what can be sent later. */
  public get isBehind(): boolean {
    return this.#socket.bufferedAmount > BEHIND_FROM_BYTES;
  }

  /** Whether the other side reads more slowly than it is sent to. */
  public get isBusy(): boolean {
    return this.#socket.bufferedAmount > this.#maxBufferedBytes / 8;
  }

  /** Whether a workload may send so much more. Half of what may wait is left for the host and for members. */
  public hasRoomFor(length: number): boolean {
    return this.#socket.bufferedAmount + length <= this.#maxBufferedBytes / 2;
  }

  /** Does not read for a time, so that the other side has to wait; that it is not heard meanwhile does not count. */
  public hold(ms: number): void {
    if (this.#hold !== undefined || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.pause();
    this.#hold = setTimeout(() => {
      this.#hold = undefined;
      this.#heard = true;
      this.#socket.resume();
    }, ms);
  }

  /** Also sends a WebSocket ping: a terminal whose application is busy still answers it. */
  public ping(text: string): void {
    this.send(text);
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  /**
   * Asks by a WebSocket ping whether the other side is alive. Only the answer to this ping counts: what was sent before
   * may still arrive from a process that has ended.
   */
  public answers(patienceMs: number): Promise<boolean> {
    return pongOf(this.#socket, patienceMs);
  }

  public get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Whether anything was received since the last call. */
  public takeHeard(): boolean {
    const heard = this.#heard || this.#hold !== undefined;
    this.#heard = false;
    return heard;
  }

  public get sinceLastSentMs(): number {
    return performance.now() - this.#lastSentMs;
  }

  /** Closes the connection, and terminates it after a short timeout. */
  public close(code: number, reason: string): void {
    closeSocket(this.#socket, code, reason);
  }

  public terminate(): void {
    this.#socket.terminate();
  }
}

/** A timer that comes late means that the host was busy and has not read what arrived meanwhile: it waits once more. */
function pongOf(socket: WebSocket, patienceMs: number): Promise<boolean> {
  const payload = randomBytes(8);
  return new Promise((resolve) => {
    const dueMs = performance.now() + patienceMs;
    let timer = setTimeout(() => {
      if (performance.now() - dueMs < patienceMs) return end(false);
      timer = setTimeout(() => end(false), patienceMs);
    }, patienceMs);
    const onPong = (data: Buffer): void => void (data.equals(payload) && end(true));
    const onClose = (): void => end(false);
    const end = (isAlive: boolean): void => {
      clearTimeout(timer);
      socket.off('pong', onPong);
      socket.off('close', onClose);
      resolve(isAlive);
    };
    socket.on('pong', onPong);
    socket.on('close', onClose);
    if (socket.readyState === WebSocket.OPEN) socket.ping(payload);
    else end(false);
  });
}

/** Closes with a code and a reason; terminates after one second. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.close(code, reason);
}

/** The text of a WebSocket message; binary messages are decoded as UTF-8. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}
