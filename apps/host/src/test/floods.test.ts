import { randomBytes } from 'node:crypto';

import { createKeyPair, issueWorkloadCredential, type KeyPair, sign } from '@node-unit/credentials';
import { HOST_ID, type Message, type Terminal } from '@node-unit/protocol';
import { filter, interval, scan } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { announce, awaitNames, awaitValue, type RawClient, TestHub } from './TestHub.js';
import { MAX_WORKLOAD_FRAME_LENGTH, MAX_WORKLOAD_HOST_SESSIONS, WORKLOAD_LIMITS } from '../workloadLimits.js';

const TOKEN = 'a long secret';
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

let hub: TestHub;
let nodeUnit: Terminal;
beforeEach(async () => {
  // Nobody is evicted for its silence: a client that does not read answers no pings.
  const limits = { maxBufferedBytes: MAX_BUFFERED_BYTES };
  hub = await new TestHub({ tokens: [TOKEN], pingMisses: 1_000, limits }).start();
  nodeUnit = hub.connect('node-unit', { hostToken: TOKEN });
  await awaitNames(nodeUnit, 'node-unit');
});
afterEach(() => hub.dispose());

async function run(keyPair: KeyPair): Promise<void> {
  const req = { terminal_ids: [keyPair.publicKey] };
  await nodeUnit.requestForResponse({ method: 'UpdateWorkloads', req, targetTerminalId: HOST_ID });
}

async function workload(keyPair = createKeyPair()): Promise<{ readonly client: RawClient; readonly id: string }> {
  await run(keyPair);
  const claims = { terminalId: keyPair.publicKey, deploymentId: 'd', claimEpoch: 1 };
  const credential = issueWorkloadCredential(claims, nodeUnit.keyPair);
  const proof = `&host_token=${credential}&signature=${sign(credential, keyPair.privateKey)}`;
  return { client: await hub.raw(keyPair.publicKey, {}, proof), id: keyPair.publicKey };
}

const isAnswerTo =
  (trace: string) =>
  ({ trace_id, res }: Message): boolean =>
    trace_id === trace && res !== undefined;

async function expectQuick(): Promise<void> {
  const ping = { method: 'Ping', req: {}, targetTerminalId: HOST_ID };
  expect(await nodeUnit.requestForResponse({ ...ping, timeoutMs: 10_000 })).toMatchObject({ code: 0 });
}

describe('a workload that floods', () => {
  it('the host with requests is answered 429 beyond its limit, and is served again later', async () => {
    const { client, id } = await workload();
    const { burst } = WORKLOAD_LIMITS.hostRequests;
    const ask = (trace_id: string): void =>
      client.send({ trace_id, source_terminal_id: id, method: 'GetTerminalInfos', req: {} });
    for (let index = 0; index < burst * 2; index += 1) ask(`t ${index}`);
    expect((await client.received(isAnswerTo('t 0'))).res?.code).toBe(0);
    expect((await client.received(isAnswerTo(`t ${burst * 2 - 1}`))).res?.code).toBe(429);
    expect(await hub.logged('FrameRefused')).toMatchObject([
      { fields: { terminal_id: id, reason: 'too_many_requests' } },
    ]);
    const asking = interval(50).subscribe((index) => ask(`again ${index}`));
    await client.received(({ trace_id, res }) => trace_id.startsWith('again') && res?.code === 0);
    asking.unsubscribe();
  });

  it('the events of the host gets a few subscriptions', async () => {
    const { client, id } = await workload();
    const method = 'SubscribeChannel/HostEvent';
    for (let index = 0; index <= MAX_WORKLOAD_HOST_SESSIONS; index += 1) {
      client.send({ trace_id: `s ${index}`, source_terminal_id: id, method, req: { channel_id: '' } });
    }
    const refused = await client.received(isAnswerTo(`s ${MAX_WORKLOAD_HOST_SESSIONS}`));
    expect(refused.res).toMatchObject({ code: 429 });
    await client.received(({ trace_id, frame }) => trace_id === 's 4' && frame !== undefined);
  });

  it('the others with announcements does not get more of them by connecting again, nor by making them long', async () => {
    const keyPair = createKeyPair();
    let joined = 0;
    nodeUnit
      .subscribeChannel<{ payload?: { new?: { name: string } } }>({ type: 'HostEvent', targetTerminalId: HOST_ID })
      .subscribe(({ payload }) => payload?.new?.name === keyPair.publicKey && (joined += 1));
    const tags = { long: 'x'.repeat(100_000) };
    const codes: (number | string | undefined)[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { client, id } = await workload(keyPair);
      announce(client, id, { tags });
      codes.push((await client.received(isAnswerTo('announce'))).res?.code);
      client.socket.terminate();
      await hub.logged('TerminalLeft', index + 1);
    }
    // 30 at once; a length of 100,000 counts as 13.
    expect(codes).toEqual([0, 0, 0, 429, 429]);
    await expectQuick();
    expect(joined).toBe(3);
  });

  it('the host with connections is refused', async () => {
    const keyPair = createKeyPair();
    const { burst } = WORKLOAD_LIMITS.joins;
    for (let index = 0; index < burst; index += 1) (await workload(keyPair)).client.socket.terminate();
    const refusals = [];
    // Some were refilled meanwhile.
    while (refusals.length === 0) {
      const { client } = await workload(keyPair);
      client.send({ trace_id: 'in', source_terminal_id: keyPair.publicKey, method: 'Ping', req: {} });
      const isIn = client.received(isAnswerTo('in')).then(() => undefined);
      const closed = awaitValue(client.closed$);
      isIn.catch(() => undefined);
      closed.catch(() => undefined);
      const end = await Promise.race([isIn, closed]);
      if (end) refusals.push(end);
      client.socket.terminate();
    }
    expect(refusals).toEqual([{ code: 1008, reason: 'Authentication failed: this workload connects too often' }]);
  });

  it('a member that does not read cannot have it disconnected, and is told that it is busy', async () => {
    const { client, id } = await workload();
    const slow = await hub.announced('slow', {}, `&host_token=${TOKEN}`);
    slow.socket.pause();
    // What can be compressed would take up little of the buffer.
    const req = { long: randomBytes(192 * 1024).toString('base64') };
    const sent = 80;
    for (let index = 0; index < sent; index += 1) {
      client.send({ trace_id: `f ${index}`, source_terminal_id: id, target_terminal_id: 'slow', method: 'M', req });
    }
    expect((await client.received(({ res }) => res?.code === 503)).res?.message).toContain('Terminal Busy');
    await expectQuick();
    const logged: string[] = [];
    hub.log$.subscribe(({ event }) => logged.push(event)).unsubscribe();
    expect(logged).not.toContain('TerminalTooSlow');
    slow.socket.resume();
    await slow.received(({ trace_id }) => trace_id === 'f 0');
    client.send({ trace_id: 'last', source_terminal_id: id, target_terminal_id: 'slow', method: 'M', req: {} });
    await slow.received(({ trace_id }) => trace_id === 'last');
  });

  it('the host with a huge frame is disconnected', async () => {
    const { client, id } = await workload();
    client.send({ trace_id: 't', source_terminal_id: id, method: 'M', req: 'x'.repeat(MAX_WORKLOAD_FRAME_LENGTH) });
    expect(await awaitValue(client.closed$)).toMatchObject({ code: 1009 });
    await expectQuick();
  });

  it('frames is read more slowly, loses none, and does not hold up others', async () => {
    const { client, id } = await workload();
    const sink = await hub.announced('sink', {}, `&host_token=${TOKEN}`);
    const { burst, perSecond } = WORKLOAD_LIMITS.frames;
    const count = burst + perSecond;
    const last = awaitValue(
      sink.texts$.pipe(
        filter((text) => text.includes('"flood"')),
        scan((received) => received + 1, 0),
      ),
      (received) => received === count,
    );
    const startedMs = performance.now();
    for (let index = 0; index < count; index += 1) {
      client.send({ trace_id: 'flood', source_terminal_id: id, target_terminal_id: 'sink', method: 'M', frame: index });
    }
    await expectQuick();
    await last;
    expect(performance.now() - startedMs).toBeGreaterThan(500);
  });
});
