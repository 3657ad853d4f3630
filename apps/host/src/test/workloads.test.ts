import { createKeyPair, issueWorkloadCredential, type KeyPair, sign } from '@node-unit/credentials';
import { HOST_ID, type Terminal } from '@node-unit/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { announce, awaitNames, awaitValue, type RawClient, TestHub } from './TestHub.js';

const TOKEN = 'a long secret';

let hub: TestHub;
let nodeUnit: Terminal;
let storage: Terminal;
beforeEach(async () => {
  hub = await new TestHub({ tokens: [TOKEN] }).start();
  nodeUnit = hub.connect('node-unit', { hostToken: TOKEN });
  storage = hub.connect('storage', { hostToken: TOKEN });
  storage.offerService({ method: 'Deployment/Claim', schema: {} }, () => [{ res: { code: 0, message: 'claimed' } }]);
  storage.offerService({ method: 'Public', schema: {} }, () => [{ res: { code: 0, message: 'hello' } }]);
  for (const member of [nodeUnit, storage]) await awaitNames(member, 'node-unit', 'storage');
});
afterEach(() => hub.dispose());

const credentialOf = ({ publicKey }: KeyPair): string =>
  issueWorkloadCredential({ terminalId: publicKey, deploymentId: 'd', claimEpoch: 1 }, nodeUnit.keyPair);

/** The node-unit says that it runs these, and the host has heard it. */
async function runs(...workloads: readonly KeyPair[]): Promise<void> {
  const req = { terminal_ids: workloads.map(({ publicKey }) => publicKey) };
  const answer = await nodeUnit.requestForResponse({ method: 'UpdateWorkloads', req, targetTerminalId: HOST_ID });
  expect(answer.code).toBe(0);
}

async function workload(keyPair = createKeyPair()): Promise<Terminal> {
  await runs(keyPair);
  const terminal = hub.connect('workload', { keyPair, hostToken: credentialOf(keyPair) });
  await awaitNames(terminal, 'node-unit', 'storage', 'workload');
  return terminal;
}

/** As Yuan's terminals do it: the credential as the token of the URL. */
async function rawWorkload(keyPair = createKeyPair()): Promise<RawClient> {
  await runs(keyPair);
  const credential = credentialOf(keyPair);
  const proof = `&host_token=${credential}&signature=${sign(credential, keyPair.privateKey)}`;
  return hub.raw(keyPair.publicKey, {}, proof);
}

describe('a workload', () => {
  it('is stated to be one, of its deployment, and members are stated to be members', async () => {
    const terminal = await workload();
    const infos = await awaitValue(storage.terminalInfos$, (all) => all.some(({ name }) => name === 'workload'));
    const principals: unknown = Object.fromEntries(infos.map(({ name, principal }) => [name, principal]));
    expect(principals).toEqual({
      'Host Terminal': { class: 'host' },
      'node-unit': { class: 'member' },
      storage: { class: 'member' },
      workload: { class: 'workload', deployment_id: 'd', node_unit: nodeUnit.terminalId },
    });
    expect(terminal.terminalId).not.toBe(nodeUnit.terminalId);
  });

  it('is served by everybody, but cannot call what is for members, by whatever name', async () => {
    const terminal = await workload();
    expect(await terminal.requestForResponse({ method: 'Public', req: {} })).toMatchObject({ message: 'hello' });
    const infos = await awaitValue(terminal.terminalInfos$);
    const offered = Object.values(infos.find(({ name }) => name === 'storage')?.serviceInfo ?? {});
    const claim = offered.find(({ method }) => method === 'Deployment/Claim');
    const calls = [
      { method: 'Deployment/Claim' },
      { method: 'Deployment/Claim', targetTerminalId: storage.terminalId },
      { method: 'Public', targetTerminalId: storage.terminalId, serviceId: claim!.service_id },
      { method: claim!.service_id, targetTerminalId: storage.terminalId, serviceId: claim!.service_id },
      { method: 'Terminate', targetTerminalId: storage.terminalId },
      { method: 'UpdateWorkloads', targetTerminalId: HOST_ID },
    ];
    for (const call of calls) {
      expect(await terminal.requestForResponse({ ...call, req: { terminal_ids: [] } })).toMatchObject({ code: 403 });
    }
    expect(await storage.requestForResponse({ method: 'Deployment/Claim', req: {} })).toMatchObject({ code: 0 });
    expect(await hub.logged('FrameRefused')).toMatchObject([{ fields: { reason: 'members_only' } }]);
  });

  it('cannot send what cannot be read, nor announce what belongs to the cluster', async () => {
    const keyPair = createKeyPair();
    const client = await rawWorkload(keyPair);
    client.socket.send(`{"target_terminal_id":"${storage.terminalId}"}\n{"method":"Deployment/Claim","req":{}}`);
    expect(await hub.logged('FrameRefused')).toMatchObject([{ fields: { reason: 'unreadable' } }]);
    announce(client, keyPair.publicKey, { tags: { node_unit: 'true', node_unit_address: keyPair.publicKey } });
    const answer = await client.received(({ trace_id, res }) => trace_id === 'announce' && res !== undefined);
    expect(answer.res).toMatchObject({ code: 403, message: expect.stringContaining('tag node_unit') as string });
  });

  it('cannot take a service id of a member, before or after the member uses it', async () => {
    const terminal = await workload();
    const [stolen] = Object.values((await awaitValue(storage.terminalInfos$))[1]?.serviceInfo ?? {});
    const keyPair = createKeyPair();
    await runs(keyPair, terminal.keyPair);
    const credential = credentialOf(keyPair);
    const thief = await hub.raw(
      keyPair.publicKey,
      {},
      `&host_token=${credential}&signature=${sign(credential, keyPair.privateKey)}`,
    );
    announce(thief, keyPair.publicKey, { serviceInfo: { x: { ...stolen, method: 'Mine' } } });
    const answer = await thief.received(({ trace_id, res }) => trace_id === 'announce' && res !== undefined);
    expect(answer.res?.message).toContain('belongs to another terminal');
    const service_id = 'a1b2c3d4-0000-4000-8000-000000000000';
    thief.send({
      trace_id: 'early',
      source_terminal_id: keyPair.publicKey,
      method: 'UpdateTerminalInfo',
      req: {
        terminal_id: keyPair.publicKey,
        serviceInfo: { [service_id]: { service_id, method: 'Mine', schema: {} } },
      },
    });
    await thief.received(({ trace_id, res }) => trace_id === 'early' && res?.code === 0);
    const req = {
      terminal_id: storage.terminalId,
      serviceInfo: { [service_id]: { service_id, method: 'A', schema: {} } },
    };
    const call = { method: 'UpdateTerminalInfo', req, targetTerminalId: HOST_ID };
    expect(await storage.requestForResponse(call)).toMatchObject({ code: 0 });
    expect(await awaitValue(thief.closed$)).toMatchObject({ code: 1008 });
  });

  it('may say something new of itself only so often', async () => {
    const keyPair = createKeyPair();
    const client = await rawWorkload(keyPair);
    for (let count = 0; count < 50; count += 1) announce(client, keyPair.publicKey, { tags: { count: String(count) } });
    await client.received(({ res }) => res?.code === 429);
  });

  it.each([
    ['its node-unit does not run it any more', () => runs()],
    ['its node-unit is gone', () => nodeUnit.dispose()],
  ])('has to go when %s, and does not come back', async (_case, happens) => {
    const keyPair = createKeyPair();
    const client = await rawWorkload(keyPair);
    announce(client, keyPair.publicKey);
    await client.received(({ trace_id, res }) => trace_id === 'announce' && res?.code === 0);
    await happens();
    expect(await awaitValue(client.closed$)).toMatchObject({
      code: 1008,
      reason: expect.stringContaining('does not run') as string,
    });
    const credential = credentialOf(keyPair);
    const again = await hub.raw(
      keyPair.publicKey,
      {},
      `&host_token=${credential}&signature=${sign(credential, keyPair.privateKey)}`,
    );
    expect(await awaitValue(again.closed$)).toMatchObject({ code: 1008 });
  });
});

describe('somebody who shows nothing', () => {
  const { publicKey } = createKeyPair();
  let strict: TestHub;
  afterEach(() => strict.dispose());

  it('is parted from when the time is over', async () => {
    strict = await new TestHub({ tokens: [TOKEN], limits: { authenticationTimeoutMs: 200 } }).start();
    const silent = strict.challenger(publicKey);
    expect(await awaitValue(silent.closed$)).toMatchObject({ code: 1006 });
  });

  it('is parted from when it talks too much, or of something else', async () => {
    strict = await new TestHub({ tokens: [TOKEN] }).start();
    const talkative = await strict.asksChallenge(publicKey);
    talkative.socket.send('x'.repeat(10_000_000));
    // Depending on how much the host has read, it closes the socket or refuses the answer.
    expect([1006, 1008]).toContain((await awaitValue(talkative.closed$)).code);
    const wrong = await strict.asksChallenge(publicKey);
    wrong.socket.send('{}\n{}');
    expect(await awaitValue(wrong.closed$)).toMatchObject({ code: 1008 });
  });

  it('is not let near if there are too many of them', async () => {
    strict = await new TestHub({ tokens: [TOKEN], limits: { maxPending: 1 } }).start();
    await strict.asksChallenge(publicKey);
    expect(await awaitValue(strict.challenger(publicKey).closed$)).toMatchObject({ code: 1006 });
    expect(await strict.logged('ConnectionRefused')).toMatchObject([
      { fields: { reason: expect.stringContaining('too many connections') as string } },
    ]);
  });
});

describe('a terminal that subscribes to everything again and again', () => {
  it('is told once more only so often', async () => {
    const client = await hub.raw('subscriber', { host_token: TOKEN });
    for (let count = 0; count < 60; count += 1) {
      client.send({
        trace_id: String(count),
        source_terminal_id: 'subscriber',
        method: 'SubscribeChannel/HostEvent',
        req: { channel_id: '' },
      });
    }
    await client.received(({ trace_id, res }) => trace_id === '50' && res?.code === 429);
  });
});
