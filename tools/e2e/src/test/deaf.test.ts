import { connect, createServer, type Server, type Socket } from 'node:net';

import { allRunning } from '@node-unit/local-cluster';
import { afterAll, describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

/** A way to the host: closed at first, then open, then silent, so that nothing comes any more and nobody is told. */
class Way {
  readonly #server: Server;
  readonly #host: URL;
  readonly #clients: Socket[] = [];
  readonly #upstreams: Socket[] = [];
  #isOpen = false;

  public constructor(hostUrl: string) {
    this.#host = new URL(hostUrl);
    this.#server = createServer((client) => {
      this.#clients.push(client.on('error', () => undefined));
      if (this.#isOpen) this.#forward(client);
    });
  }

  public async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  public open(): void {
    this.#isOpen = true;
    for (const client of this.#clients) this.#forward(client);
  }

  public silence(): void {
    for (const socket of [...this.#clients, ...this.#upstreams]) socket.unpipe().pause();
  }

  public close(): void {
    for (const socket of [...this.#clients, ...this.#upstreams]) socket.destroy();
    this.#server.close();
  }

  #forward(client: Socket): void {
    const upstream = connect(Number(this.#host.port), this.#host.hostname).on('error', () => undefined);
    this.#upstreams.push(upstream);
    client.pipe(upstream).pipe(client);
  }
}

async function openWay(hostUrl: string): Promise<{ readonly way: Way; readonly url: string }> {
  const way = new Way(hostUrl);
  ways.push(way);
  return { way, url: await way.listen() };
}

const cluster = useCluster();
const ways: Way[] = [];
afterAll(() => ways.forEach((way) => way.close()));

describe('a node-unit that does not hear the host, on direct access to the database', { timeout: 180_000 }, () => {
  it('takes nothing from one that has joined meanwhile', async () => {
    const { local } = cluster();
    const [own, others] = [await openWay(local.hostUrl), await openWay(local.hostUrl)];
    own.way.open();
    await cluster().join(['deaf'], { POSTGRES_URI: local.postgresUri, HOST_URL: own.url });
    // Once it has claimed, it decides.
    await cluster().runSamples(1);
    await local.sql(
      `insert into deployment (package_name, package_version, constraints)
       select package_name, package_version, '{"zone": "new"}' from deployment, generate_series(1, 5)`,
    );
    const joined = cluster().join(['newcomer'], { NODE_UNIT_TAGS: 'zone=new', HOST_URL: others.url });
    await local.nodeUnits.get('newcomer')?.logged('NodeUnitStarted');
    own.way.silence();
    others.way.open();
    await joined;
    const isNoticed = cluster().until('the host has noticed the silence', ({ nodeUnits }) => nodeUnits.length === 1);
    await cluster().until('all samples run', allRunning);
    await isNoticed;
    const taken = (await cluster().history()).filter(
      ({ previousAddress }) => previousAddress === local.addressOf('newcomer'),
    );
    expect(taken).toEqual([]);
    expect(cluster().logged('deaf', 'DeploymentRelease')).toEqual([]);
  });
});
