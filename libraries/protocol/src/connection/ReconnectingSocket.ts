import { openSocket } from '#websocket';

import { type BackOff, backOffMs } from '@node-unit/basics';

import type { Socket } from '../websocket/OpenSocket.js';
import { ReceiveWatch } from './ReceiveWatch.js';

/** The longest silence of a host that has just accepted a connection, however long it may be silent later. */
const FIRST_MESSAGE_TIMEOUT_MS = 10_000;
/** The terminals of a host that returns do not come all at once. */
const RECONNECTING: BackOff = { firstMs: 200, mostMs: 1_500 };
const CLOSE_TIMEOUT_MS = 1_000;
const CLOSE_CODE_REFUSED = 1008;
const CLOSE_CODE_REPLACED = 4001;
const MANY_FAILURES = 10;

/** Callbacks of a {@link ReconnectingSocket}. `onOpen` and `onClosed` alternate, except for attempts that fail. */
export interface ReconnectingSocketEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClosed: (reason: string) => void;
  /** Somebody else has our place: the socket stays closed. */
  readonly onReplaced: () => void;
}

/** A WebSocket that reconnects when it closes or becomes silent, until it is closed deliberately or replaced. */
export class ReconnectingSocket {
  readonly #url: string;
  readonly #receiveTimeoutMs: number;
  readonly #events: ReconnectingSocketEvents;
  readonly #watch = new ReceiveWatch(() => this.#onSilence());
  #socket: Socket | undefined;
  #isOpen = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<void> | undefined;
  #onSocketClosed: (() => void) | undefined;

  public constructor(url: string, receiveTimeoutMs: number, events: ReconnectingSocketEvents) {
    this.#url = url;
    this.#receiveTimeoutMs = receiveTimeoutMs;
    this.#events = events;
    this.#timer = setTimeout(() => this.#connect(), 0);
  }

  /** Whether the text was handed to an open socket. Nothing is kept for later. */
  public send(text: string): boolean {
    if (!this.#isOpen || !this.#socket) return false;
    this.#socket.send(text);
    return true;
  }

  /** Closes for good; resolves when the socket is closed. */
  public close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#watch.stop();
    this.#isOpen = false;
    const socket = this.#socket;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        socket.terminate();
        resolve();
      }, CLOSE_TIMEOUT_MS);
      this.#onSocketClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      socket.close();
    });
  }

  #connect(): void {
    const isCurrent = (): boolean => this.#socket === socket;
    let socket: Socket | undefined;
    try {
      socket = openSocket(this.#url, {
        onOpen: () => isCurrent() && !this.#closing && this.#onOpen(),
        onText: (text) => isCurrent() && this.#isOpen && this.#onText(text),
        onClosed: (code, reason) => isCurrent() && this.#onClosed(code, reason),
      });
      this.#socket = socket;
    } catch (error) {
      this.#onClosed(1006, String(error));
    }
  }

  #onOpen(): void {
    this.#isOpen = true;
    this.#watch.restart(Math.min(FIRST_MESSAGE_TIMEOUT_MS, this.#receiveTimeoutMs));
    this.#events.onOpen();
  }

  #onText(text: string): void {
    this.#failures = 0;
    this.#watch.restart(this.#receiveTimeoutMs);
    this.#events.onText(text);
  }

  /** The silent socket is not waited for: a broken network keeps its closing handshake from ending, too. */
  #onSilence(): void {
    const silent = this.#socket;
    this.#onClosed(1006, 'the host was silent for too long');
    silent?.terminate();
  }

  #onClosed(code: number, reason: string): void {
    this.#isOpen = false;
    this.#socket = undefined;
    this.#watch.stop();
    if (this.#onSocketClosed) return this.#onSocketClosed();
    if (code === CLOSE_CODE_REPLACED) return this.#events.onReplaced();
    if (code === CLOSE_CODE_REFUSED) this.#failures = MANY_FAILURES;
    this.#timer = setTimeout(() => this.#connect(), backOffMs(RECONNECTING, this.#failures, Math.random()));
    this.#failures += 1;
    this.#events.onClosed(reason === '' ? `connection closed (code ${code})` : reason);
  }
}
