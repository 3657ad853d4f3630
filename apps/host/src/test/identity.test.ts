import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { answerChallenge, createKeyPair, type KeyPair } from '@node-unit/credentials';
import { AUTHENTICATE, encodeFrame, type Terminal } from '@node-unit/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { judgePlace } from '../credentials/judgePlace.js';
import type { Principal } from '../credentials/Principal.js';
import { awaitNames, awaitValue, type RawClient, TestHub } from './TestHub.js';

/** Longer than a process of a busy machine is left without a processor. */
const ANSWER_TIMEOUT_MS = 1_500;
let hub: TestHub;
let watcher: Terminal;
const children: ChildProcess[] = [];

beforeEach(async () => {
  // Nothing is evicted here for its silence: whatever goes, goes because a newcomer came.
  hub = await new TestHub({ pingIntervalMs: ANSWER_TIMEOUT_MS, pingMisses: 1_000 }).start();
  [watcher] = (await hub.connected('watcher')) as [Terminal];
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await hub.dispose();
});

/** A process with a terminal of this key, once it has joined. */
async function startProcess(name: string, { privateKey }: KeyPair): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./suspendableTerminal.js', import.meta.url));
  const child = spawn(process.execPath, [script, hub.url, name, privateKey], { stdio: 'ignore', env: {} });
  children.push(child);
  await awaitNames(watcher, 'watcher', name);
  return child;
}

/** A client that answers the challenge with the given run, and says something at once. */
async function answering(keyPair: KeyPair, run?: string): Promise<RawClient> {
  const client = hub.challenger(keyPair.publicKey);
  const { trace_id, req } = await client.received(({ method }) => method === AUTHENTICATE);
  const { challenge } = req as { readonly challenge: string };
  const data = { ...answerChallenge(challenge, keyPair, undefined), ...(run !== undefined && { run }) };
  const source_terminal_id = keyPair.publicKey;
  client.send({
    trace_id,
    source_terminal_id,
    method: AUTHENTICATE,
    res: { code: 0, message: 'OK', data },
    done: true,
  });
  client.send({ trace_id: 'first words', source_terminal_id, method: 'Ping', req: {} });
  return client;
}

const isAdmitted = (client: RawClient): Promise<unknown> =>
  client.received(({ trace_id, res }) => trace_id === 'first words' && res?.message === 'Pong');

async function eventsOf(): Promise<string[]> {
  const events: string[] = [];
  const channel = { type: 'HostEvent', targetTerminalId: '@host' };
  watcher
    .subscribeChannel<{ payload?: { new?: { name: string }; old?: { name: string } } }>(channel)
    .subscribe(({ payload }) => payload && events.push(`${payload.old?.name ?? '-'} > ${payload.new?.name ?? '-'}`));
  await askHost();
  return events;
}

/** What the host sent before has arrived then. */
const askHost = (): Promise<unknown> =>
  watcher.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: '@host' });

describe('two machines with one identity', () => {
  it('are told apart: the first goes on untouched, the second is refused for good, and nobody else notices', async () => {
    const keyPair = createKeyPair();
    const first = hub.connect('first', { keyPair });
    await awaitNames(watcher, 'watcher', 'first');
    await awaitNames(first, 'watcher', 'first');
    const events = await eventsOf();
    const states: string[] = [];
    first.connection$.subscribe(({ state }) => states.push(state));
    const clone = hub.connect('clone', { keyPair });
    expect(await awaitValue(clone.connection$, ({ state }) => state === 'replaced')).toEqual({
      state: 'replaced',
      refused: true,
    });
    const pong = { code: 0, message: 'Pong' };
    const ping = { method: 'Ping', req: {}, targetTerminalId: first.terminalId };
    expect(await watcher.requestForResponse(ping)).toEqual(pong);
    expect(states).toEqual(['connected']);
    await askHost();
    expect(events).toEqual([]);
    expect(await hub.logged('ConnectionRefused')).toMatchObject([
      {
        level: 'warn',
        fields: { terminal_id: first.terminalId, reason: expect.stringContaining('answers') as string },
      },
    ]);
  });

  it('are told apart by a close code of its own', async () => {
    const keyPair = createKeyPair();
    await isAdmitted(await answering(keyPair, 'one run'));
    for (const run of ['another run', undefined, '', 'x'.repeat(65)]) {
      const clone = await answering(keyPair, run);
      expect(await awaitValue(clone.closed$)).toEqual({
        code: 4002,
        reason: 'another process that answers is connected with this identity',
      });
    }
  });

  it('share a place one after the other: a restarted process gets it at once', async () => {
    const keyPair = createKeyPair();
    const child = await startProcess('machine', keyPair);
    child.kill('SIGKILL');
    await startProcess('machine again', keyPair);
  });
});

describe('a connection that does not answer', () => {
  it('is replaced by a process of the same identity, and its suspended process ends when it goes on', async () => {
    const keyPair = createKeyPair();
    const hung = await startProcess('hung', keyPair);
    hung.kill('SIGSTOP');
    const events = await eventsOf();
    await startProcess('successor', keyPair);
    await askHost();
    expect(events).toEqual(['hung > successor']);
    const exit = once(hung, 'exit');
    hung.kill('SIGCONT');
    expect(await exit).toEqual([3, null]);
    await awaitNames(watcher, 'watcher', 'successor');
  });

  it('is replaced although bytes of its past still arrive', async () => {
    const keyPair = createKeyPair();
    const { publicKey } = keyPair;
    const half = new WebSocket(`${hub.url}/?terminal_id=${publicKey}`, ['node-unit.challenge.1'], { autoPong: false });
    const [text] = (await once(half, 'message')) as [Buffer];
    const { trace_id, req } = JSON.parse(text.toString().split('\n')[1] ?? '') as { trace_id: string; req: never };
    const data = answerChallenge((req as { challenge: string }).challenge, keyPair, undefined);
    const res = { code: 0, message: 'OK', data };
    const address = { source_terminal_id: publicKey, target_terminal_id: '@host', seq_id: 1 };
    half.send(encodeFrame({ trace_id, method: AUTHENTICATE, res, done: true, ...address }));
    const closed = once(half, 'close') as Promise<[number, Buffer]>;
    // The answer to another ping, and any message, show that something was alive, not that it is.
    half.on('ping', () => {
      half.pong('another');
      half.send('{}\n{}');
    });
    await isAdmitted(await answering(keyPair, 'newcomer'));
    expect((await closed)[0]).toBe(4001);
  });

  it('does not keep out the process that had it: the same run need not wait', async () => {
    const keyPair = createKeyPair();
    const before = await answering(keyPair, 'one run');
    await isAdmitted(before);
    await isAdmitted(await answering(keyPair, 'one run'));
    expect(await awaitValue(before.closed$)).toMatchObject({ code: 4001 });
  });
});

describe(judgePlace, () => {
  const base = { terminalId: 'id' };
  const member = (run?: string): Principal => ({
    ...base,
    class: 'member',
    proof: run === undefined ? { kind: 'challenge' } : { kind: 'challenge', run },
  });
  const legacy: Principal = { ...base, class: 'member', proof: { kind: 'plain', signature: 's' } };
  const claims = { deploymentId: 'd', nodeUnit: 'n', terminalId: 'id' } as never;
  const workload: Principal = { ...base, class: 'workload', claims, proof: { kind: 'challenge', run: 'a' } };

  it.each([
    ['nobody is there', member('a'), undefined, 'free'],
    ['another run is there', member('a'), member('b'), 'ask'],
    ['the same run is there', member('a'), member('a'), 'replace'],
    ['neither states a run', member(), member(), 'ask'],
    ['a terminal without a challenge is there: it has shown less', member('a'), legacy, 'replace'],
    ['both are without a challenge', legacy, legacy, 'replace'],
    ['a workload is there', member('a'), workload, 'replace'],
    ['both are workloads', workload, workload, 'replace'],
  ] as const)('%s', (_case, newcomer, present, expected) => expect(judgePlace(newcomer, present)).toBe(expected));
});
