import { CHALLENGE_SUBPROTOCOL } from '@node-unit/credentials';
import {
  AUTHENTICATE,
  connectTerminal,
  decodeFrame,
  encodeFrame,
  type Message,
  type Terminal,
  type TerminalOptions,
} from '@node-unit/protocol';
import { filter, firstValueFrom, type Observable, ReplaySubject, take, timeout, toArray } from 'rxjs';
import { WebSocket } from 'ws';

import type { HostOptions } from '../HostOptions.js';
import { type RunningHost, startHost } from '../startHost.js';

/** Nothing in these tests takes longer unless it is broken. */
const DEADLINE_MS = 30_000;

/** The first value that fits, or a failure after a deadline. */
export function awaitValue<T>(values$: Observable<T>, fits: (value: T) => boolean = () => true): Promise<T> {
  return firstValueFrom(values$.pipe(filter(fits), timeout({ first: DEADLINE_MS })));
}

/** A record of the host's log. */
export interface LogRecord {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A client that says and hears raw frames. */
export class RawClient {
  /** The texts received; replays. */
  public readonly texts$ = new ReplaySubject<string>();
  /** Code and reason of the close; replays. */
  public readonly closed$ = new ReplaySubject<{ readonly code: number; readonly reason: string }>();
  public readonly socket: WebSocket;

  public constructor(url: string, headers: Record<string, string> = {}, subprotocols: readonly string[] = []) {
    this.socket = new WebSocket(url, [...subprotocols], { headers });
    this.socket.on('message', (data: Buffer) => this.texts$.next(data.toString()));
    this.socket.on('close', (code, reason) => this.closed$.next({ code, reason: reason.toString() }));
    this.socket.on('error', () => undefined);
  }

  public async opened(): Promise<this> {
    await new Promise((resolve) => this.socket.once('open', resolve));
    return this;
  }

  public send(message: Partial<Message>): void {
    this.socket.send(encodeFrame({ target_terminal_id: '@host', seq_id: 0, ...message } as Message));
  }

  /** The first message that fits. */
  public async received(fits: (message: Message) => boolean): Promise<Message> {
    const text = await awaitValue(this.texts$, (candidate) => {
      const frame = decodeFrame(candidate);
      return frame.kind === 'frame' && frame.message !== undefined && fits(frame.message);
    });
    const frame = decodeFrame(text);
    if (frame.kind === 'malformed' || !frame.message) throw new Error('the host sent a malformed frame');
    return frame.message;
  }
}

/** A real host and those who are connected to it. */
export class TestHub {
  /** The host's log; replays. */
  public readonly log$ = new ReplaySubject<LogRecord>();
  readonly #open: Terminal[] = [];
  readonly #raw: RawClient[] = [];
  readonly #options: Partial<HostOptions>;
  #host: RunningHost | undefined;
  #port = 0;

  public constructor(options: Partial<HostOptions> = {}) {
    this.#options = options;
  }

  public async start(): Promise<this> {
    const write = (level: string) => (fields: object, event: string) =>
      this.log$.next({ level, event, fields: fields as LogRecord['fields'] });
    const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
    this.#host = await startHost({ port: this.#port, logger, ...this.#options });
    this.#port = this.#host.port;
    return this;
  }

  public stop(): Promise<void> {
    return this.#host?.close() ?? Promise.resolve();
  }

  public async dispose(): Promise<void> {
    for (const client of this.#raw) client.socket.terminate();
    await Promise.all(this.#open.map((terminal) => terminal.dispose()));
    await this.stop();
  }

  public get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  public connect(name: string, options: Partial<TerminalOptions> = {}): Terminal {
    const terminal = connectTerminal({ hostUrl: this.url, name, ...options });
    this.#open.push(terminal);
    return terminal;
  }

  /** Terminals that are connected and know each other with their services. */
  public async connected(...names: string[]): Promise<Terminal[]> {
    const terminals = names.map((name) => this.connect(name));
    for (const terminal of terminals) await awaitNames(terminal, ...names);
    return terminals;
  }

  /** A raw client, connected under the id. */
  public raw(terminalId: string, headers: Record<string, string> = {}, query = ''): Promise<RawClient> {
    return this.rawAt(`/?terminal_id=${encodeURIComponent(terminalId)}${query}`, headers);
  }

  public rawAt(path: string, headers: Record<string, string> = {}): Promise<RawClient> {
    const client = new RawClient(`${this.url}${path}`, headers);
    this.#raw.push(client);
    return client.opened();
  }

  /** A raw client that wants to be asked a challenge. */
  public challenger(terminalId: string): RawClient {
    const client = new RawClient(`${this.url}/?terminal_id=${terminalId}`, {}, [CHALLENGE_SUBPROTOCOL]);
    this.#raw.push(client);
    return client;
  }

  /** A raw client that has been asked a challenge. */
  public async asksChallenge(terminalId: string): Promise<RawClient> {
    const client = this.challenger(terminalId);
    await client.received(({ method }) => method === AUTHENTICATE);
    return client;
  }

  /** A raw client that has announced itself. */
  public async announced(terminalId: string, info: object = {}, query = ''): Promise<RawClient> {
    const client = await this.raw(terminalId, {}, query);
    announce(client, terminalId, info);
    await client.received(({ trace_id, res }) => trace_id === 'announce' && res?.code === 0);
    return client;
  }

  /** The first `count` records of an event. */
  public logged(event: string, count = 1): Promise<LogRecord[]> {
    return awaitValue(
      this.log$.pipe(
        filter((record) => record.event === event),
        take(count),
        toArray(),
      ),
    );
  }
}

export function announce(client: RawClient, source_terminal_id: string, info: object = {}): void {
  const req = { terminal_id: source_terminal_id, name: source_terminal_id, ...info };
  client.send({ method: 'UpdateTerminalInfo', trace_id: 'announce', source_terminal_id, req });
}

/** Waits until the terminal is connected and sees exactly these others (by name, in any order) besides the host. */
export async function awaitNames(terminal: Terminal, ...names: string[]): Promise<void> {
  await awaitValue(terminal.connection$, ({ state }) => state === 'connected');
  const wanted = [...names, 'Host Terminal'].sort().join();
  await awaitValue(
    terminal.terminalInfos$,
    (infos) =>
      infos
        .map(({ name }) => name)
        .sort()
        .join() === wanted,
  );
}
