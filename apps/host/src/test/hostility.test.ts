import { connect } from 'node:net';

import type { Terminal } from '@node-unit/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { awaitNames, awaitValue, TestHub } from './TestHub.js';

let hub: TestHub;
let a: Terminal;
let b: Terminal;
beforeEach(async () => {
  hub = await new TestHub().start();
  [a, b] = (await hub.connected('a', 'b')) as [Terminal, Terminal];
});
afterEach(() => hub.dispose());

/** The others can still talk, and see nobody but themselves and those given. */
async function expectUndisturbed(...others: string[]): Promise<void> {
  const pong = await a.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: b.terminalId });
  expect(pong).toEqual({ code: 0, message: 'Pong' });
  await awaitNames(a, 'a', 'b', ...others);
}

/** Sends raw bytes to the host's port and resolves with the first line of the answer. */
function rawHttp(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(hub.url);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n', 1)[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

describe('a host', () => {
  it('survives frames that are none, and refuses forged ones', async () => {
    const client = await hub.announced('client');
    const random = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 251);
    const to = `{"target_terminal_id":"${a.terminalId}"}\n`;
    const forged = `{"source_terminal_id":"${b.terminalId}","trace_id":"t","method":"Ping","req":{}}`;
    const texts = [
      '',
      'no line feed',
      '\n',
      'null\n{}',
      '1\n1',
      '{}\n',
      `${to}not json`,
      `${to}null`,
      `${to}[]`,
      `${to}${forged}`,
    ];
    for (const text of texts) client.socket.send(text);
    client.socket.send(random);
    client.socket.send(`{}\n${'['.repeat(1_000_000)}`);
    client.socket.send(`{}\n{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    client.socket.send(`${to}{"trace_id":"${'x'.repeat(20_000_000)}"}`);
    client.send({ trace_id: 'alive', source_terminal_id: 'client', method: 'Ping', req: {} });
    await client.received(({ trace_id, res }) => trace_id === 'alive' && res?.message === 'Pong');
    await expectUndisturbed('client');
    const [refused] = await hub.logged('FrameRefused');
    expect(refused).toMatchObject({ level: 'warn', fields: { terminal_id: 'client' } });
  });

  it('answers binary frames as if they were text', async () => {
    const client = await hub.announced('client');
    const ping = { trace_id: 'binary', source_terminal_id: 'client', method: 'Ping', req: {} };
    client.socket.send(Buffer.from(`{}\n${JSON.stringify(ping)}`));
    await client.received(({ trace_id, res }) => trace_id === 'binary' && res?.code === 0);
  });

  it('forwards a frame unchanged', async () => {
    const [client, other] = [await hub.announced('client'), await hub.announced('other')];
    const text = '{"target_terminal_id":"other","x":1}\r\n{"y":  2, "later": "\\u00fc"}';
    client.socket.send(text);
    expect(await awaitValue(other.texts$, (received) => received.includes('later'))).toBe(text);
  });

  it('lets nobody announce others or itself unreadably', async () => {
    const client = await hub.announced('client');
    const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as object;
    const announcements = [
      { terminal_id: b.terminalId, name: 'forged' },
      { terminal_id: '@host' },
      { name: 'x' },
      { terminal_id: 'client', deep },
    ];
    for (const [index, req] of announcements.entries()) {
      const trace_id = `announcement ${index}`;
      client.send({ trace_id, source_terminal_id: 'client', method: 'UpdateTerminalInfo', req });
      const answer = await client.received((message) => message.trace_id === trace_id && message.res !== undefined);
      expect(answer.res?.code).toBe(index < 2 ? 403 : 400);
    }
    await expectUndisturbed('client');
  });

  it('closes a connection that sends too much at once', async () => {
    const client = await hub.announced('client');
    client.socket.send(Buffer.alloc(101 * 1024 * 1024));
    await awaitValue(client.closed$);
    await expectUndisturbed();
  });

  it('survives upgrades and requests with impossible targets', async () => {
    for (const path of ['//', '/%', '/?terminal_id=%', '*', '/?'.padEnd(4_000, '&')]) {
      expect(await rawHttp(upgrade(path))).toBe('HTTP/1.1 101 Switching Protocols');
    }
    expect(await rawHttp('nonsense\r\n\r\n')).toContain('400');
    expect(await rawHttp('GET // HTTP/1.1\r\nHost: h\r\n\r\n')).toContain('404');
    await expectUndisturbed();
  });

  it('offers the compression that terminals expect', async () => {
    const extension = new Promise<string | undefined>((resolve) => {
      void hub.raw('client').then(({ socket }) => resolve(socket.extensions));
    });
    expect(await extension).toBe('permessage-deflate');
  });
});

describe('a host with a token', () => {
  it.each(['a+b/c==', '/+/='])('knows %s in an address where it is not encoded', async (token) => {
    const guarded = await new TestHub({ tokens: [token] }).start();
    try {
      const terminal = guarded.connect('terminal', { hostUrl: `${guarded.url}/?host_token=${token}` });
      await awaitNames(terminal, 'terminal');
      const legacy = await guarded.raw('x', {}, `&host_token=${token}`);
      legacy.send({ trace_id: 't', source_terminal_id: 'x', method: 'Ping', req: {} });
      await legacy.received(({ res }) => res?.code === 0);
      const url = `${guarded.url.replace('ws', 'http')}/request?host_token=${token}`;
      const init = { method: 'POST', body: JSON.stringify({ method: 'Ping', req: {} }) };
      expect((await fetch(url, init)).status).toBe(200);
    } finally {
      await guarded.dispose();
    }
  });

  it('closes others with a reason, after opening, and logs no token', async () => {
    const guarded = await new TestHub({ tokens: ['geheim'] }).start();
    try {
      const refused = await guarded.rawAt('/?host_token=falsch&terminal_id=x');
      expect(await awaitValue(refused.closed$)).toEqual({
        code: 1008,
        reason: 'Authentication failed: Invalid or expired token',
      });
      const accepted = await guarded.raw('x', { authorization: 'Bearer geheim' });
      accepted.send({ trace_id: 't', source_terminal_id: 'x', method: 'Ping', req: {} });
      await accepted.received(({ res }) => res?.code === 0);
      const terminal = guarded.connect('terminal', { hostUrl: `${guarded.url}/?host_token=geheim` });
      await awaitNames(terminal, 'terminal');
      const stranger = guarded.connect('stranger');
      const connection = await awaitValue(stranger.connection$, (state) => 'reason' in state);
      expect(connection).toMatchObject({ reason: 'Authentication failed: Invalid or expired token' });
      const log: string[] = [];
      guarded.log$.subscribe((record) => log.push(JSON.stringify(record))).unsubscribe();
      expect(log.join('\n')).toContain('ConnectionRefused');
      expect(log.join('\n')).not.toMatch(/geheim|falsch/);
    } finally {
      await guarded.dispose();
    }
  });
});
