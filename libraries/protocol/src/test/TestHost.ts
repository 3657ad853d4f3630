import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { filter, firstValueFrom, map, type Observable, ReplaySubject, take, timeout, toArray } from 'rxjs';
import { type WebSocket, WebSocketServer } from 'ws';

import {
  connectTerminal,
  decodeFrame,
  encodeFrame,
  type Message,
  type Terminal,
  type TerminalInfo,
  type TerminalOptions,
} from '../index.js';

/** Nothing in these tests takes longer unless it is broken. */
const DEADLINE_MS = 30_000;

/** The first value that fits, or a failure after a deadline. */
export function awaitValue<T>(values$: Observable<T>, fits: (value: T) => boolean = () => true): Promise<T> {
  return firstValueFrom(values$.pipe(filter(fits), timeout({ first: DEADLINE_MS })));
}

/** A host of which every answer can be chosen. It keeps what it received, in order. */
export class TestHost {
  /** Everything received; replays. */
  public readonly received$ = new ReplaySubject<Message>();
  /** Connections so far; replays. */
  public readonly sockets$ = new ReplaySubject<WebSocket>();
  /** Requests by these methods are not answered. */
  public readonly mute = new Set<string>();
  public listSeqId = 0;
  public terminals: TerminalInfo[] = [{ terminal_id: '@host' }];
  public uptimeMs: number | undefined;
  public onConnection: (socket: WebSocket) => void = () => undefined;
  readonly #open: Terminal[] = [];
  #server: WebSocketServer | undefined;
  #socket: WebSocket | undefined;
  #port = 0;

  public async start(): Promise<this> {
    this.#server = new WebSocketServer({ port: this.#port, host: '127.0.0.1' });
    this.#server.on('connection', (socket) => this.#onConnection(socket));
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Stops listening and cuts all connections. */
  public async stop(): Promise<void> {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  public async dispose(): Promise<void> {
    await Promise.all(this.#open.map((terminal) => terminal.dispose()));
    await this.stop();
  }

  public get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** A terminal that is disposed with the host. */
  public connect(options: Partial<TerminalOptions> = {}): Terminal {
    const terminal = connectTerminal({ hostUrl: this.url, name: 'terminal', ...options });
    this.#open.push(terminal);
    return terminal;
  }

  public async connected(options: Partial<TerminalOptions> = {}): Promise<Terminal> {
    const terminal = this.connect(options);
    await awaitValue(terminal.connection$, ({ state }) => state === 'connected');
    return terminal;
  }

  /** The first `count` messages of a method, or what was received of it by the deadline. */
  public async received(method: string, count = 1): Promise<Message[]> {
    const messages$ = this.received$.pipe(
      filter((message) => message.method === method),
      take(count),
      toArray(),
    );
    return awaitValue(messages$);
  }

  public sendText(text: string | Uint8Array): void {
    this.#socket?.send(text);
  }

  public send(message: Partial<Message>): void {
    this.sendText(
      encodeFrame({ seq_id: 1, source_terminal_id: '@host', target_terminal_id: 't', ...message } as Message),
    );
  }

  public reply(request: Message, content: Partial<Message>): void {
    const { trace_id, method, source_terminal_id, target_terminal_id } = request;
    this.send({
      trace_id,
      method,
      source_terminal_id: target_terminal_id,
      target_terminal_id: source_terminal_id,
      ...content,
    });
  }

  /** Emits a change of the directory; the subscription to it is awaited. */
  public async emit(seqId: number, payload: object): Promise<void> {
    const subscriptions = this.received$.pipe(map((message) => message));
    const subscription = await awaitValue(subscriptions, ({ method, req }) => isHostEvent(method) && req !== undefined);
    const value = { seq_id: seqId, type: 'TERMINAL_CHANGE', payload };
    this.reply(subscription, { frame: { value } });
  }

  #onConnection(socket: WebSocket): void {
    this.#socket = socket;
    this.sockets$.next(socket);
    socket.on('message', (data: Buffer) => {
      const frame = decodeFrame(data.toString());
      if (frame.kind === 'malformed' || !frame.message) throw new Error('a terminal sent a malformed frame');
      this.received$.next(frame.message);
      if (frame.message.req && !this.mute.has(frame.message.method)) this.#answer(frame.message);
    });
    this.onConnection(socket);
  }

  #answer(request: Message): void {
    if (isHostEvent(request.method)) return this.reply(request, { event: { type: 'in_processing' } });
    const { terminals, listSeqId, uptimeMs } = this;
    const list = { terminals, seq_id: listSeqId, ...(uptimeMs !== undefined && { uptime_ms: uptimeMs }) };
    if (request.method === 'GetTerminalInfos') {
      this.reply(request, { res: { code: 0, message: 'OK', data: list }, done: true });
    }
    if (request.method === 'UpdateTerminalInfo') this.reply(request, { res: { code: 0, message: 'OK' }, done: true });
  }
}

function isHostEvent(method: string): boolean {
  return method === 'SubscribeChannel/HostEvent';
}
