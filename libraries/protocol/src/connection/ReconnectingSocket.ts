import { openSocket } from '#websocket';

import { type BackOff, backOffMs, messageOf } from '@node-unit/basics';
import { CHALLENGE_SUBPROTOCOL, type KeyPair, PLAIN_SUBPROTOCOL } from '@node-unit/credentials';

import type { Socket } from '../websocket/OpenSocket.js';
import { randomUuid } from '../wire/randomUuid.js';
import { answerHost } from './answerHost.js';
import type { HostAddress } from './HostAddress.js';
import { ReceiveWatch } from './ReceiveWatch.js';

/** The longest silence of a host that has just accepted a connection, however long it may be silent later. */
const FIRST_MESSAGE_TIMEOUT_MS = 10_000;
/** The terminals of a host that returns do not come all at once. */
const RECONNECTING: BackOff = { firstMs: 200, mostMs: 1_500 };
const CLOSE_TIMEOUT_MS = 1_000;
const CLOSE_CODE_REFUSED = 1008;
const CLOSE_CODE_REPLACED = 4001;
const CLOSE_CODE_IDENTITY_IN_USE = 4002;
const MANY_FAILURES = 10;

/** By what a host lets a terminal in: the answer to its challenge, or what stands in the URL. */
export type Proof = 'challenge' | 'plain';

/** Whom a {@link ReconnectingSocket} connects to, and as whom. */
export interface ReconnectingSocketOptions {
  /** Asked for at every attempt: a token may be replaced while a program runs. */
  readonly address: () => HostAddress;
  readonly keyPair: KeyPair;
  readonly receiveTimeoutMs: number;
}

/** What a {@link ReconnectingSocket} tells. `onOpen` and `onClosed` alternate, except for attempts that fail. */
export interface ReconnectingSocketEvents {
  /** @param proof - by what the host let this terminal in */
  readonly onOpen: (proof: Proof) => void;
  readonly onText: (text: string) => void;
  readonly onClosed: (reason: string) => void;
  /**
   * Another process has this identity: the socket stays closed.
   *
   * @param refused - whether that process was there first and answers, rather than having taken our place
   */
  readonly onReplaced: (refused: boolean) => void;
}

/** A WebSocket that reconnects when it closes or becomes silent, until it is closed deliberately or replaced. */
export class ReconnectingSocket {
  readonly #options: ReconnectingSocketOptions;
  readonly #events: ReconnectingSocketEvents;
  readonly #run = randomUuid();
  readonly #watch = new ReceiveWatch(() => this.#onSilence());
  #socket: Socket | undefined;
  #isOpen = false;
  /** The socket is there, and the host has not asked its challenge yet. */
  #awaitsChallenge = false;
  /** A host that asks no challenge is shown the token; what it is told first is never more than an id. */
  #proof: Proof = 'challenge';
  #failures = 0;
  /** Of this attempt. */
  #token: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<void> | undefined;
  #onSocketClosed: (() => void) | undefined;

  public constructor(options: ReconnectingSocketOptions, events: ReconnectingSocketEvents) {
    this.#options = options;
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
    const offersChallenge = this.#proof === 'challenge';
    const subprotocols = offersChallenge ? [PLAIN_SUBPROTOCOL, CHALLENGE_SUBPROTOCOL] : [];
    let socket: Socket | undefined;
    try {
      const address = this.#options.address();
      this.#token = address.token;
      socket = openSocket(offersChallenge ? address.challengeUrl : address.plainUrl, subprotocols, {
        onOpen: (subprotocol) => isCurrent() && !this.#closing && this.#onSocketOpen(subprotocol),
        onText: (text) => isCurrent() && this.#onText(text),
        onClosed: (code, reason) => isCurrent() && this.#onClosed(code, reason),
      });
      this.#socket = socket;
    } catch (error) {
      this.#onClosed(1006, messageOf(error));
    }
  }

  #onSocketOpen(subprotocol: string): void {
    this.#watch.restart(Math.min(FIRST_MESSAGE_TIMEOUT_MS, this.#options.receiveTimeoutMs));
    this.#awaitsChallenge = subprotocol === CHALLENGE_SUBPROTOCOL;
    if (this.#awaitsChallenge) return;
    const isWithoutToken = this.#proof === 'challenge' && this.#token !== undefined;
    if (isWithoutToken) this.#connectPlainly();
    else this.#onOpen('plain');
  }

  #onOpen(proof: Proof): void {
    this.#isOpen = true;
    this.#events.onOpen(proof);
  }

  #onText(text: string): void {
    if (this.#awaitsChallenge) return this.#onChallenge(text);
    if (!this.#isOpen) return;
    this.#failures = 0;
    this.#watch.restart(this.#options.receiveTimeoutMs);
    this.#events.onText(text);
  }

  #onChallenge(text: string): void {
    const answer = answerHost(text, { keyPair: this.#options.keyPair, token: this.#token, run: this.#run });
    if (answer === undefined) return;
    this.#awaitsChallenge = false;
    this.#socket?.send(answer);
    this.#onOpen('challenge');
  }

  /** The host has chosen to ask no challenge, so it wants to see the token. */
  #connectPlainly(): void {
    const socket = this.#socket;
    this.#proof = 'plain';
    this.#socket = undefined;
    this.#watch.stop();
    socket?.terminate();
    this.#timer = setTimeout(() => this.#connect(), 0);
  }

  /** The silent socket is not waited for: a broken network keeps its closing handshake from ending, too. */
  #onSilence(): void {
    const silent = this.#socket;
    this.#onClosed(1006, 'the host was silent for too long');
    silent?.terminate();
  }

  #onClosed(code: number, reason: string): void {
    this.#chooseProof(reason);
    this.#isOpen = false;
    this.#awaitsChallenge = false;
    this.#socket = undefined;
    this.#watch.stop();
    if (this.#onSocketClosed) return this.#onSocketClosed();
    if (code === CLOSE_CODE_REPLACED) return this.#events.onReplaced(false);
    if (code === CLOSE_CODE_IDENTITY_IN_USE) return this.#events.onReplaced(true);
    if (code === CLOSE_CODE_REFUSED) this.#failures = MANY_FAILURES;
    this.#timer = setTimeout(() => this.#connect(), backOffMs(RECONNECTING, this.#failures, Math.random()));
    this.#failures += 1;
    this.#events.onClosed(reason === '' ? `connection closed (code ${code})` : reason);
  }

  /** Another host may answer at the same address next time; and some answer no subprotocol at all. */
  #chooseProof(reason: string): void {
    if (this.#proof === 'plain' && !this.#isOpen) this.#proof = 'challenge';
    else if (!this.#isOpen && reason.includes('subprotocol')) this.#proof = 'plain';
  }
}
