import { randomUUID } from 'node:crypto';

import { backOffMs } from '@node-unit/basics';
import { answerChallenge, CHALLENGE_SUBPROTOCOL, createKeyPair, PLAIN_SUBPROTOCOL } from '@node-unit/credentials';
import {
  AUTHENTICATE,
  COMPRESSED_FROM_BYTES,
  encodeFrame,
  HOST_ID,
  HOST_SERVICES,
  type Message,
} from '@node-unit/protocol';
import { type RawData, WebSocket } from 'ws';

import { infoOf } from './infoOf.js';
import { beginOf, SeenDirectory } from './SeenDirectory.js';

/** As a terminal of the library does it. */
const RECONNECTING = { firstMs: 200, mostMs: 1_500 };
const REFETCH_DELAY_MS = 200;
const LIST = Buffer.from(`"method":"${HOST_SERVICES.terminalInfos.method}"`);

/** A terminal that asks for what the protocol asks for, and counts what it is told. */
export class LightTerminal {
  readonly #url: string;
  readonly #token: string;
  readonly #onSeen: () => void;
  readonly #keys = createKeyPair();
  readonly #info = infoOf(this.#keys.publicKey);
  readonly #seen = new SeenDirectory();
  #socket: WebSocket | undefined;
  #failures = 0;
  #isFetching = false;

  public constructor(url: string, token: string, onSeen: () => void) {
    this.#url = `${url}/?terminal_id=${this.#keys.publicKey}`;
    this.#token = token;
    this.#onSeen = onSeen;
    this.#connect();
  }

  /** Terminals that it sees, the host included. */
  public get sees(): number {
    return this.#seen.size;
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, [PLAIN_SUBPROTOCOL, CHALLENGE_SUBPROTOCOL], {
      perMessageDeflate: { threshold: COMPRESSED_FROM_BYTES },
    });
    this.#socket = socket;
    socket.on('message', (data: RawData) => this.#receive(data as Buffer));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#onClosed());
  }

  #onClosed(): void {
    this.#seen.forget();
    this.#isFetching = false;
    this.#onSeen();
    setTimeout(() => this.#connect(), backOffMs(RECONNECTING, this.#failures, Math.random()));
    this.#failures += 1;
  }

  /** What comes often is read in parts: a process that stands for hundreds of machines would do nothing else. */
  #receive(frame: Buffer): void {
    this.#failures = 0;
    const begin = beginOf(frame);
    if (begin.includes('{"frame":{"value":')) return this.#onValue(frame);
    if (begin.includes('{"res":') && frame.includes(LIST, frame.length - 300)) return this.#onList(frame);
    this.#onOther(frame);
  }

  #onOther(frame: Buffer): void {
    const text = frame.toString();
    const message = JSON.parse(text.slice(text.indexOf('\n') + 1)) as Message;
    if (message.req) this.#onRequest(message);
    else if (message.method === HOST_SERVICES.hostEvent.method && message.event) this.#fetch(0);
    else if (message.method === HOST_SERVICES.updateTerminalInfo.method && message.res) this.#follow();
  }

  #onRequest(message: Message): void {
    if (message.method === AUTHENTICATE) this.#authenticate(message);
    if (message.method === HOST_SERVICES.ping.method) this.#answer(message, { code: 0, message: 'Pong' });
  }

  #authenticate(message: Message): void {
    const { challenge } = message.req as { challenge: string };
    const proof = answerChallenge(challenge, this.#keys, this.#token);
    this.#answer(message, { code: 0, message: 'OK', data: { ...proof, run: this.#keys.publicKey } });
    this.#ask(HOST_SERVICES.updateTerminalInfo.method, this.#info);
  }

  #follow(): void {
    this.#ask(HOST_SERVICES.hostEvent.method, { channel_id: '' });
  }

  #onValue(frame: Buffer): void {
    if (this.#seen.readEvent(frame)) this.#fetch(REFETCH_DELAY_MS);
    this.#onSeen();
  }

  #onList(frame: Buffer): void {
    this.#isFetching = false;
    this.#seen.readList(frame);
    this.#onSeen();
  }

  #fetch(delayMs: number): void {
    if (this.#isFetching) return;
    this.#isFetching = true;
    const ask = (): void => this.#ask(HOST_SERVICES.terminalInfos.method, {});
    if (delayMs === 0) ask();
    else setTimeout(ask, delayMs);
  }

  #ask(method: string, req: unknown): void {
    this.#send({ method, req, trace_id: randomUUID(), seq_id: 0 });
  }

  #answer({ trace_id, seq_id, method }: Message, res: Message['res']): void {
    this.#send({ method, trace_id, seq_id: seq_id + 1, done: true, ...(res && { res }) });
  }

  #send(message: Omit<Message, 'source_terminal_id' | 'target_terminal_id'>): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const ids = { source_terminal_id: this.#keys.publicKey, target_terminal_id: HOST_ID };
    this.#socket.send(encodeFrame({ ...message, ...ids }));
  }
}
