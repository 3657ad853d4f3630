import { connect, createServer, type Server, type Socket } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { CuttableProxy } from '../operate/drill/CuttableProxy.js';

describe(CuttableProxy.name, () => {
  /** A host that answers each chunk with what it has heard. */
  async function echo(): Promise<{ readonly server: Server; readonly url: string; readonly sockets: Socket[] }> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined).on('data', (chunk) => socket.write(chunk));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return { server, sockets, url: `ws://127.0.0.1:${(server.address() as { port: number }).port}/path` };
  }

  async function client(proxy: CuttableProxy) {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    let heard = '';
    let isClosed = false;
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.on('error', () => undefined).on('close', () => (isClosed = true));
    await new Promise((resolve) => socket.once('connect', resolve));
    return { socket, heard: () => heard, isClosed: () => isClosed };
  }

  it('forwards, asks for the host by its name, and passes nothing while it is cut', async () => {
    const { url, sockets } = await echo();
    const proxy = await CuttableProxy.open(url);
    onTestFinished(() => proxy.close());
    expect(new URL(proxy.url).pathname).toBe('/path');
    const early = await client(proxy);
    early.socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n');
    await expect.poll(early.heard).toBe(`GET / HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
    proxy.cut();
    early.socket.write('during');
    const late = await client(proxy);
    late.socket.write('late');
    sockets[0]?.write('from the host');
    // Whatever passes would have passed by then.
    const whole = await CuttableProxy.open(url);
    onTestFinished(() => whole.close());
    const other = await client(whole);
    other.socket.write('other');
    await expect.poll(other.heard).toBe('other');
    other.socket.destroy();
    expect([early.heard(), late.heard(), sockets.length]).toEqual([expect.not.stringContaining('during'), '', 2]);
    proxy.heal();
    await expect.poll(early.heard).toMatch(/from the host.*during|during.*from the host/s);
    await expect.poll(late.heard).toBe('late');
  });

  it('tells nobody who has hung up until it is healed', async () => {
    const { url, sockets } = await echo();
    const proxy = await CuttableProxy.open(url);
    onTestFinished(() => proxy.close());
    const { socket, heard, isClosed } = await client(proxy);
    socket.write('hello');
    await expect.poll(heard).toBe('hello');
    proxy.cut();
    const [upstream] = sockets;
    const ended = new Promise((resolve) => upstream?.once('close', resolve));
    upstream?.destroy();
    await ended;
    expect(isClosed()).toBe(false);
    proxy.heal();
    await expect.poll(isClosed).toBe(true);
  });
});
