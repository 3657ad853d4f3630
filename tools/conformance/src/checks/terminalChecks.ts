import assert from 'node:assert/strict';

import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { filter, NEVER, take, toArray } from 'rxjs';

import { awaitFirst, type Body } from '../bench/RawTerminal.js';
import { StandInHost } from '../bench/StandInHost.js';
import { recordedKeyPair, vectors } from '../bench/vectors.js';
import type { Check } from './Check.js';

const TOKEN = 'secret';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const { publicKey: id } = recordedKeyPair;

type Try = (host: StandInHost, terminal: Terminal) => Promise<void>;

function check(name: string, attempt: Try): Check {
  const run = async (): Promise<void> => {
    const host = await new StandInHost(TOKEN).start();
    const terminal = connectTerminal({ hostUrl: host.url, name: 'terminal', keyPair: recordedKeyPair });
    try {
      await awaitFirst(terminal.connection$.pipe(filter(({ state }) => state === 'connected')), 'a connection');
      await attempt(host, terminal);
    } finally {
      await terminal.dispose();
      await host.stop();
    }
  };
  return { of: 'terminal', name, run };
}

async function ping(host: StandInHost, trace_id: string): Promise<readonly Body[]> {
  host.send(id, { trace_id, method: 'Ping', req: {}, seq_id: 0 });
  return host.session(trace_id);
}

const shapeOf = ({ seq_id, event, res, done }: Body): unknown[] => [seq_id, event !== undefined, res?.message, done];
const PONG = [
  [1, true, undefined, undefined],
  [2, false, 'Pong', true],
  [3, false, undefined, true],
];

interface Announced {
  readonly terminal_id: string;
  readonly serviceInfo: Readonly<Record<string, { readonly service_id: string; readonly method: string }>>;
  readonly tags: Readonly<Record<string, string>>;
}

async function announcement(host: StandInHost): Promise<Announced> {
  const { req } = await host.heard(
    ({ method, req }) => method === 'UpdateTerminalInfo' && Boolean(req),
    'an announcement',
  );
  return req as Announced;
}

/** A terminal's promises to Yuan's host, and to terminals of Yuan that call it. */
export const terminalChecks: readonly Check[] = [
  check('gets in where nobody asks a challenge, by the token and the recorded signature of it', async (host) => {
    const path = await awaitFirst(host.paths$, 'a connection');
    const query = new URL(path, 'ws://host').searchParams;
    assert.deepEqual(
      [...query],
      [
        ['host_token', TOKEN],
        ['terminal_id', id],
        ['signature', vectors.key.signature_of_secret],
      ],
    );
  }),
  check('announces itself under the id of its connection before it subscribes to anything', async (host) => {
    const requests$ = host.frames$.pipe(filter(({ body }) => Boolean(body.req)));
    const subscribed = await host.heard(({ method }) => method === 'SubscribeChannel/HostEvent', 'a subscription');
    assert.deepEqual(subscribed.req, { channel_id: '' });
    const first = await awaitFirst(
      requests$.pipe(filter(({ body }) => body.method !== 'GetTerminalInfos')),
      'a request',
    );
    assert.equal(first.body.method, 'UpdateTerminalInfo');
    const { terminal_id, tags } = await announcement(host);
    assert.equal(terminal_id, id);
    assert.equal(tags['terminal_public_key'], id);
  }),
  check('repeats the ids of the header in the body of every frame', async (host) => {
    await ping(host, 'p');
    const frames = await awaitFirst(host.frames$.pipe(take(3), toArray()), 'frames');
    for (const { text, body } of frames) {
      const header: unknown = JSON.parse(text.slice(0, text.indexOf('\n')));
      const { target_terminal_id, source_terminal_id } = body;
      assert.deepEqual(header, { target_terminal_id, source_terminal_id });
      assert.equal(source_terminal_id, id);
    }
  }),
  check('answers Ping with a notice, the response and the end, numbered from 1', async (host) => {
    assert.deepEqual((await ping(host, 'p')).map(shapeOf), PONG);
  }),
  check('gives every service a UUID of its own, and offers Ping once', async (host) => {
    const { serviceInfo } = await announcement(host);
    for (const [key, { service_id }] of Object.entries(serviceInfo)) {
      assert.equal(key, service_id);
      assert.match(service_id, UUID);
    }
    assert.equal(Object.values(serviceInfo).filter(({ method }) => method === 'Ping').length, 1);
  }),
  check('offers Metrics and HandShake of its own, and no Terminate', async (host) => {
    const methods = Object.values((await announcement(host)).serviceInfo).map(({ method }) => method);
    assert.deepEqual(methods.sort(), [`HandShake/${id}`, 'Metrics', 'Ping']);
  }),
  check('survives what is no frame, empty messages, notices and what comes after the end', async (host) => {
    await ping(host, 'p');
    for (const text of ['', '\n', 'not json', '{}\nnot json', 'null\n{}', '{}\n[]', '1\n1']) host.sendRaw(text);
    host.sendRaw(Uint8Array.from([0, 255, 10, 1]));
    for (const content of [
      {},
      { event: { type: 'late' } },
      { frame: 1 },
      { res: { code: 0, message: '' } },
      { done: true },
    ]) {
      host.send(id, { trace_id: 'p', seq_id: 9, method: 'Ping', ...content });
      host.send(id, { trace_id: 'never begun', seq_id: 9, method: 'Ping', ...content, unknown_field: 1 });
    }
    assert.deepEqual((await ping(host, 'q')).map(shapeOf), PONG);
  }),
  check('ends a session that its requester aborts, and answers so', async (host, terminal) => {
    terminal.offerService({ method: 'Endless', schema: {} }, () => NEVER);
    host.send(id, { trace_id: 'e', method: 'Endless', req: {}, seq_id: 0 });
    await host.heard(({ trace_id, event }) => trace_id === 'e' && event !== undefined, 'a notice');
    host.send(id, { trace_id: 'e', method: 'Endless', seq_id: 2, done: true });
    const messages = await host.session('e');
    assert.deepEqual(messages.map(shapeOf), [
      [1, true, undefined, undefined],
      [2, false, undefined, true],
    ]);
  }),
  check('answers 400 to what nobody offers and to what does not match', async (host, terminal) => {
    terminal.offerService({ method: 'Strict', schema: { required: ['a'] } }, () => [
      { res: { code: 0, message: 'OK' } },
    ]);
    for (const [method, message] of [
      ['Nobody', 'Bad Request: Method Not Found'],
      ['Strict', 'Bad Request: No Matching Service'],
    ] as const) {
      host.send(id, { trace_id: method, method, req: {}, seq_id: 0 });
      assert.deepEqual((await host.session(method)).map(shapeOf), [
        [1, false, message, true],
        [2, false, undefined, true],
      ]);
    }
  }),
  check('takes the first response of a session, and says nothing after it', async (host, terminal) => {
    const answer = terminal.requestForResponse({ method: 'Any', req: { a: 1 }, targetTerminalId: '@host' });
    const { trace_id } = await host.heard(({ method }) => method === 'Any', 'a request');
    host.send(id, { trace_id, method: 'Any', seq_id: 1, event: { type: 'in_processing' } });
    host.send(id, { trace_id, method: 'Any', seq_id: 2 });
    host.send(id, { trace_id, method: 'Any', seq_id: 3, res: { code: 'ODD', message: 'first', data: 1 }, done: true });
    host.send(id, { trace_id, method: 'Any', seq_id: 4, done: true });
    assert.deepEqual(await answer, { code: 'ODD', message: 'first', data: 1 });
  }),
  check('announces itself again on every new connection', async (host) => {
    host.cut();
    const again$ = host.frames$.pipe(filter(({ connection, body }) => connection === 1 && Boolean(body.req)));
    const again = await awaitFirst(
      again$.pipe(filter(({ body }) => body.method === 'UpdateTerminalInfo')),
      'an announcement',
    );
    assert.equal((again.body.req as Announced).terminal_id, id);
    assert.deepEqual((await ping(host, 'p')).map(shapeOf), PONG);
  }),
];
