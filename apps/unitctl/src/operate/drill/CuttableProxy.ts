import { connect as connectTcp, createServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

interface Pair {
  readonly client: Socket;
  upstream?: Socket;
  /** Once the request of the client is on its way. */
  isOpen?: true;
}

/** Forwards connections to a host, until it is cut: then nothing passes and nobody is told, as in a partitioned network. */
export class CuttableProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #isCut = false;

  private constructor(hostUrl: string) {
    this.#target = new URL(hostUrl);
    this.#server = createServer((client) => this.#accept(client));
  }

  /** @param hostUrl - a ws:// or wss:// URL */
  public static async open(hostUrl: string): Promise<CuttableProxy> {
    const proxy = new CuttableProxy(hostUrl);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  /** The host by way of this proxy. */
  public get url(): string {
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { pathname, search } = this.#target;
    return `ws://127.0.0.1:${port}${pathname}${search}`;
  }

  public cut(): void {
    this.#isCut = true;
    for (const { client, upstream } of this.#pairs) {
      client.unpipe().pause();
      upstream?.unpipe().pause();
    }
  }

  /** What was sent meanwhile arrives now, and who has hung up is known to the other side. */
  public heal(): void {
    this.#isCut = false;
    for (const pair of this.#pairs) this.#forward(pair);
  }

  public async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { client, upstream } of this.#pairs) {
      client.destroy();
      upstream?.destroy();
    }
    await closed;
  }

  #accept(client: Socket): void {
    const pair: Pair = { client };
    this.#pairs.add(pair);
    client.pause();
    this.#follow(pair, client);
    if (!this.#isCut) this.#forward(pair);
  }

  #forward(pair: Pair): void {
    const { client } = pair;
    if (client.destroyed || pair.upstream?.destroyed === true) return this.#end(pair);
    const upstream = (pair.upstream ??= this.#open(pair));
    if (pair.isOpen) client.pipe(upstream).pipe(client);
    else client.resume();
  }

  #open(pair: Pair): Socket {
    const upstream = this.#connect();
    this.#follow(pair, upstream);
    pair.client.once('data', (request) => {
      upstream.write(withHost(request, this.#target.host));
      pair.isOpen = true;
      pair.client.pipe(upstream).pipe(pair.client);
    });
    return upstream;
  }

  #connect(): Socket {
    const { protocol, hostname, port } = this.#target;
    const host = hostname.replace(/^\[|\]$/g, '');
    if (protocol === 'ws:') return connectTcp({ host, port: Number(port || 80) });
    return connectTls({ host, port: Number(port || 443), ...(isIP(host) === 0 && { servername: host }) });
  }

  /** The end of one side is the end of the other, as soon as it can hear of it. */
  #follow(pair: Pair, socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!this.#isCut) this.#end(pair);
    });
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.destroy();
    pair.upstream?.destroy();
  }
}

/** A reverse proxy may choose by the name of the host that was asked for. */
function withHost(request: Buffer, host: string): Buffer {
  return Buffer.from(request.toString('latin1').replace(/^host:.*$/im, `Host: ${host}`), 'latin1');
}
