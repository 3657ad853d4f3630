import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { filter, map, type Observable, ReplaySubject } from 'rxjs';
import { type WebSocket, WebSocketServer } from 'ws';

import { awaitFirst, type Body, type Received } from './RawTerminal.js';

/** A frame of a terminal, and which connection of all it came by, from 0. */
export interface HeardFrame extends Received {
  readonly connection: number;
}

const HOST = '@host';

/** Behaves as far as a terminal can see like Yuan's host: no challenge, a token, a directory of one. */
export class StandInHost {
  /** Replays the last ones. */
  public readonly frames$ = new ReplaySubject<HeardFrame>(1_000);
  /** The paths of the connections that were let in; replays. */
  public readonly paths$ = new ReplaySubject<string>();
  readonly #token: string;
  #server: WebSocketServer | undefined;
  #socket: WebSocket | undefined;
  #connections = 0;
  #seqId = 0;
  #announced: object | undefined;

  public constructor(token: string) {
    this.#token = token;
  }

  public async start(): Promise<this> {
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    this.#server.on('connection', (socket, request) => this.#onConnection(socket, request.url ?? ''));
    await once(this.#server, 'listening');
    return this;
  }

  public async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  public get url(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `ws://127.0.0.1:${port}/?host_token=${encodeURIComponent(this.#token)}`;
  }

  /** Ends all connections. */
  public cut(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
  }

  public sendRaw(data: string | Uint8Array): void {
    this.#socket?.send(data);
  }

  public send(target: string, content: object): void {
    const ids = { target_terminal_id: target, source_terminal_id: HOST };
    this.sendRaw(`${JSON.stringify(ids)}\n${JSON.stringify({ ...ids, ...content })}`);
  }

  /** The first frame that fits, of those before as well. */
  public heard(fits: (body: Body) => boolean, what: string): Promise<Body> {
    return awaitFirst(this.#bodies().pipe(filter(fits)), what);
  }

  /** All messages of a session until it is done. */
  public async session(trace: string): Promise<readonly Body[]> {
    const bodies: Body[] = [];
    const collecting = this.#bodies().subscribe((body) => {
      if (body.trace_id === trace) bodies.push(body);
    });
    await this.heard(({ trace_id, done, res }) => trace_id === trace && done === true && !res, `the end of ${trace}`);
    collecting.unsubscribe();
    return bodies;
  }

  #bodies(): Observable<Body> {
    return this.frames$.pipe(map(({ body }) => body));
  }

  /** Who shows no token is let in and then parted from, as Yuan's host does it. */
  #onConnection(socket: WebSocket, path: string): void {
    socket.on('error', () => undefined);
    if (new URL(path, 'ws://host').searchParams.get('host_token') !== this.#token) {
      socket.close(1008, 'Authentication failed: Invalid or expired token');
      return;
    }
    const connection = this.#connections;
    this.#connections += 1;
    this.#socket = socket;
    this.paths$.next(path);
    socket.on('message', (data: Buffer) => this.#onText(data.toString(), connection));
  }

  #onText(text: string, connection: number): void {
    const body = JSON.parse(text.slice(text.indexOf('\n') + 1)) as Body;
    this.frames$.next({ text, body, connection });
    const target = String(body['source_terminal_id']);
    const { trace_id, method = '' } = body;
    const reply = (content: object): void => this.send(target, { trace_id, method, seq_id: 1, ...content });
    if (body.req) this.#answer(method, body, reply);
  }

  #answer(method: string, { req }: Body, reply: (content: object) => void): void {
    if (method === 'UpdateTerminalInfo') {
      this.#announced = req as object;
      this.#seqId += 1;
      reply({ res: { code: 0, message: 'OK' }, done: true });
    }
    if (method === 'GetTerminalInfos') {
      const terminals = [{ terminal_id: HOST, name: 'Host Terminal', serviceInfo: {}, tags: {} }, this.#announced];
      const data = { terminals: terminals.filter((terminal) => terminal !== undefined), seq_id: this.#seqId };
      reply({ res: { code: 0, message: 'OK', data }, done: true });
    }
    if (method === 'SubscribeChannel/HostEvent') reply({ event: { type: 'in_processing' } });
  }
}
