import assert from 'node:assert/strict';

import { createKeyPair } from '@node-unit/credentials';
import { filter } from 'rxjs';

import { awaitFirst, type RawOptions } from '../bench/RawTerminal.js';
import { recordedKeyPair, vectors } from '../bench/vectors.js';
import type { Check } from './Check.js';
import { type HostBench, hostCheck } from './hostCheck.js';

const HOST = '@host';

async function letsIn(bench: HostBench, what: string, options: RawOptions): Promise<void> {
  const terminal = await bench.open(options);
  const { code } = await terminal.call(HOST, 'Ping', {});
  assert.equal(code, 0, what);
}

async function refuses(bench: HostBench, what: string, options: RawOptions): Promise<void> {
  const terminal = await bench.open(options);
  assert.deepEqual(await awaitFirst(terminal.closed$, what), vectors.token_refusal, what);
}

/** How terminals get in, and what frames become of. */
export const connectionChecks: readonly Check[] = [
  hostCheck('lets in a terminal of Yuan by the token in the URL and the signature of it', async (bench) => {
    const terminal = await bench.joined('one', { keyPair: recordedKeyPair });
    assert.equal(terminal.id, vectors.key.public_key);
    assert.deepEqual(await terminal.call(HOST, 'Ping', {}), { code: 0, message: 'Pong' });
  }),
  hostCheck('takes the token from the query and from both headers, the later before the earlier', async (bench) => {
    const token = bench.cluster.hostToken;
    const bearer = { authorization: `Bearer ${token}` };
    await letsIn(bench, 'query', { token });
    await letsIn(bench, 'bearer', { headers: bearer });
    await letsIn(bench, 'header', { headers: { host_token: token } });
    await letsIn(bench, 'bearer beats query', { token: 'wrong', headers: bearer });
    await letsIn(bench, 'header beats bearer', { headers: { host_token: token, authorization: 'Bearer wrong' } });
  }),
  hostCheck('refuses after opening, with the recorded code and reason', async (bench) => {
    await refuses(bench, 'none', {});
    await refuses(bench, 'wrong', { token: 'wrong' });
    await refuses(bench, 'the wrong one counts', { token: bench.cluster.hostToken, headers: { host_token: 'wrong' } });
  }),
  hostCheck('lets in a terminal under an id that is no public key', (bench) =>
    letsIn(bench, 'a name', { token: bench.cluster.hostToken, id: 'custom id/ü&1', keyPair: createKeyPair() }),
  ),
  hostCheck('compresses as it was recorded for those who offer it', async (bench) => {
    const terminal = await bench.connect();
    assert.equal(terminal.extensions, vectors.extension);
  }),
  hostCheck('says something to every terminal in less than a minute', async (bench) => {
    const terminal = await bench.joined('silent');
    const ping$ = terminal.frames$.pipe(filter(({ body }) => body.method === 'Ping' && body.req !== undefined));
    assert.ok((await awaitFirst(ping$, 'a Ping')).body.trace_id);
  }),
  hostCheck('answers requests by method, without a service id', async (bench) => {
    const terminal = await bench.joined('one');
    assert.equal((await terminal.call(HOST, 'GetTerminalInfos', {})).code, 0);
    assert.equal((await terminal.announce('one')).code, 0);
  }),
  hostCheck('takes a frame without a target, or with an empty one, for itself', async (bench) => {
    const terminal = await bench.joined('one');
    const headers = [{}, { target_terminal_id: '' }, '1', { target_terminal_id: HOST }];
    for (const [index, header] of headers.entries()) {
      const trace = `${index}`;
      terminal.sendText(header, {
        method: 'Ping',
        req: {},
        trace_id: trace,
        source_terminal_id: terminal.id,
        seq_id: 0,
      });
      const session = await terminal.session(trace);
      assert.deepEqual(
        session.map(({ seq_id }) => seq_id),
        [1, 2, 3],
      );
    }
  }),
  hostCheck('forwards the very text of a frame, also to its sender', async (bench) => {
    const [sender, receiver] = [await bench.joined('one'), await bench.joined('two')];
    for (const target of [receiver, sender]) {
      const text = `{"x":1, "target_terminal_id":"${target.id}"}\r\n{"y":  2.50,"later":"\\u00fc","unknown":[{}]}`;
      sender.socket.send(text);
      await awaitFirst(target.frames$.pipe(filter((frame) => frame.text === text)), 'the frame unchanged');
    }
  }),
  hostCheck('forwards a binary frame as text', async (bench) => {
    const [sender, receiver] = [await bench.joined('one'), await bench.joined('two')];
    const text = `{"target_terminal_id":"${receiver.id}"}\n{"trace_id":"binary"}`;
    sender.socket.send(Buffer.from(text));
    await awaitFirst(receiver.frames$.pipe(filter((frame) => frame.text === text)), 'the frame');
  }),
  hostCheck('carries a frame of 20 MB', async (bench) => {
    const [sender, receiver] = [await bench.joined('one'), await bench.joined('two')];
    sender.send(receiver.id, { trace_id: 'large', data: 'x'.repeat(20_000_000) });
    const { body } = await awaitFirst(
      receiver.frames$.pipe(filter((frame) => frame.body.trace_id === 'large')),
      'the frame',
    );
    assert.equal(String(body['data']).length, 20_000_000);
  }),
  hostCheck('ends a session with an unknown terminal by a response', async (bench) => {
    const terminal = await bench.joined('one');
    assert.equal((await terminal.call('nobody', 'Ping', {})).code, 404);
  }),
  hostCheck('survives what ends the host of Yuan', async (bench) => {
    const terminal = await bench.joined('one');
    for (const text of ['', 'x', '{}\nnot json', 'null\n{}', '{}\nnull', '{}\n[]', '{}\n{}'])
      terminal.socket.send(text);
    assert.equal((await terminal.call(HOST, 'Ping', {})).code, 0);
    const reserved = await bench.connect({ id: HOST });
    assert.equal((await awaitFirst(reserved.closed$, 'a refusal of @host')).code, 1008);
  }),
  hostCheck(
    'answers HTTP as recorded: 204 to OPTIONS, lines of JSON to a call, 401 without the token',
    async (bench) => {
      const { cluster } = bench;
      const url = `${cluster.hostUrl.replace('ws:', 'http:')}/request`;
      const headers = { host_token: cluster.hostToken };
      assert.equal((await fetch(url, { method: 'OPTIONS', headers })).status, 204);
      assert.equal((await fetch(url, { method: 'OPTIONS' })).status, 401);
      const post = (content: object): Promise<Response> =>
        fetch(url, { method: 'POST', headers, body: JSON.stringify(content) });
      const called = await post({ method: 'Ping', req: {} });
      assert.equal(called.headers.get('content-type'), 'application/x-ndjson');
      const lines = (await called.text()).trim().split('\n');
      assert.deepEqual((JSON.parse(lines.at(-1) ?? '') as { res: unknown }).res, { code: 0, message: 'Pong' });
      assert.equal((await post({ method: 'Nobody', req: {} })).status, 404);
    },
  ),
];
