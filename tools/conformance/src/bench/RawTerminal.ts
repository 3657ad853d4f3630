import { randomUUID } from 'node:crypto';

import { createKeyPair, type KeyPair, sign } from '@node-unit/credentials';
import { filter, firstValueFrom, map, type Observable, ReplaySubject, timeout } from 'rxjs';
import { type ClientOptions, WebSocket } from 'ws';

/** Nothing takes longer unless it is broken. */
const DEADLINE_MS = 10_000;

/** What stands in the body of a frame; any value. */
export type Body = Readonly<Record<string, unknown>> & {
  readonly trace_id?: string;
  readonly method?: string;
  readonly seq_id?: number;
  readonly done?: boolean;
  readonly req?: unknown;
  readonly frame?: { readonly value?: unknown; readonly data?: unknown };
  readonly res?: { readonly code: unknown; readonly message: string; readonly data?: unknown };
};

/** A frame as it came. */
export interface Received {
  readonly text: string;
  readonly body: Body;
}

/** The first value that fits, or a failure after a deadline. */
export function awaitFirst<T>(values$: Observable<T>, what: string): Promise<T> {
  const late = (): never => {
    throw new Error(`waited ${DEADLINE_MS} ms in vain for ${what}`);
  };
  return firstValueFrom(values$.pipe(timeout({ first: DEADLINE_MS, with: late })));
}

/** What a terminal connects with. */
export interface RawOptions {
  readonly keyPair?: KeyPair;
  /** In place of the public key. */
  readonly id?: string;
  /** In the URL, and signed. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A terminal as Yuan's library would be one on the wire: no challenge, the token and its signature in the URL. */
export class RawTerminal {
  public readonly id: string;
  public readonly keyPair: KeyPair;
  public readonly socket: WebSocket;
  /** Replays the last ones. */
  public readonly frames$ = new ReplaySubject<Received>(1_000);
  /** Replays. */
  public readonly closed$ = new ReplaySubject<{ readonly code: number; readonly reason: string }>();
  /** What the host has said about compression. */
  public extensions: string | undefined;
  readonly #opened: Promise<unknown>;

  public constructor(hostUrl: string, options: RawOptions = {}) {
    const { keyPair = createKeyPair(), token } = options;
    this.keyPair = keyPair;
    this.id = options.id ?? keyPair.publicKey;
    const url = new URL(hostUrl);
    if (token !== undefined) url.searchParams.set('host_token', token);
    url.searchParams.set('terminal_id', this.id);
    url.searchParams.set('signature', sign(shownToken(options), keyPair.privateKey));
    this.socket = new WebSocket(url, { headers: options.headers ?? {} } satisfies ClientOptions);
    this.socket.on('upgrade', ({ headers }) => (this.extensions = headers['sec-websocket-extensions']));
    this.socket.on('message', (data: Buffer) => this.#onText(data.toString()));
    this.socket.on('close', (code, reason) => this.closed$.next({ code, reason: reason.toString() }));
    this.socket.on('error', () => undefined);
    this.#opened = new Promise((resolve) => this.socket.once('open', resolve));
  }

  public async opened(): Promise<this> {
    await this.#opened;
    return this;
  }

  public sendText(header: object | string, body: object | string): void {
    const text = (part: object | string): string => (typeof part === 'string' ? part : JSON.stringify(part));
    this.socket.send(`${text(header)}\n${text(body)}`);
  }

  public send(target: string, content: object): void {
    const ids = { target_terminal_id: target, source_terminal_id: this.id };
    this.sendText(ids, { ...content, ...ids });
  }

  /** Begins a session and returns its trace. */
  public ask(target: string, method: string, req: unknown): string {
    const trace_id = randomUUID();
    this.send(target, { method, req, seq_id: 0, trace_id });
    return trace_id;
  }

  /** Asks, and resolves with the response. */
  public async call(target: string, method: string, req: unknown): Promise<NonNullable<Body['res']>> {
    const trace = this.ask(target, method, req);
    const { res } = await this.received(({ trace_id, res }) => trace_id === trace && res !== undefined, method);
    if (!res) throw new Error('unreachable');
    return res;
  }

  /** The first message that fits, of those before as well. */
  public received(fits: (body: Body) => boolean, what = 'a message'): Promise<Body> {
    return awaitFirst(
      this.frames$.pipe(
        map(({ body }) => body),
        filter(fits),
      ),
      what,
    );
  }

  /** All messages of a session until it is done. */
  public async session(trace: string): Promise<readonly Body[]> {
    const bodies: Body[] = [];
    const collecting = this.frames$.subscribe(({ body }) => {
      if (body.trace_id === trace) bodies.push(body);
    });
    await this.received(
      ({ trace_id, done, res }) => trace_id === trace && done === true && !res,
      'the end of a session',
    );
    collecting.unsubscribe();
    return bodies;
  }

  public announce(name: string, others: object = {}): Promise<NonNullable<Body['res']>> {
    const now = Date.now();
    const info = { terminal_id: this.id, name, serviceInfo: {}, tags: {}, created_at: now, updated_at: now };
    return this.call('@host', 'UpdateTerminalInfo', { ...info, ...others });
  }

  public close(): void {
    this.socket.terminate();
  }

  #onText(text: string): void {
    const end = text.indexOf('\n');
    try {
      this.frames$.next({ text, body: JSON.parse(text.slice(end + 1)) as Body });
    } catch {
      this.frames$.next({ text, body: {} });
    }
  }
}

/** What has to be signed: the token that counts. */
function shownToken({ token = '', headers = {} }: RawOptions): string {
  return headers['host_token'] ?? headers['authorization']?.replace('Bearer ', '') ?? token;
}
