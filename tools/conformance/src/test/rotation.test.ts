import { randomUUID } from 'node:crypto';

import { allRunning, createWaiter, type LocalCluster, startLocalCluster, type Waiter } from '@node-unit/local-cluster';
import { connectTerminal } from '@node-unit/protocol';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DEADLINE_MS = 120_000;

let cluster: LocalCluster;
let waiter: Waiter;
beforeAll(async () => {
  cluster = await startLocalCluster();
  waiter = createWaiter(cluster, new AbortController().signal);
  const names = ['one', 'two', 'three'];
  for (const name of names) cluster.startNodeUnit({ name });
  await waiter.until('all are online', ({ nodeUnits }) => nodeUnits.length === names.length);
  await cluster.insertSamples(6);
  await waiter.until('the samples run', allRunning);
}, DEADLINE_MS);
afterAll(() => cluster.stop());

async function placement(): Promise<ReadonlyMap<string, unknown>> {
  const rows = await cluster.sql('select id, address, claim_epoch from deployment order by id');
  return new Map(rows.map(({ id, ...where }) => [String(id), where]));
}

async function pids(): Promise<readonly number[]> {
  const { processes } = await waiter.until('all run', allRunning);
  return [...processes.values()].map(({ pid }) => pid).sort((a, b) => a - b);
}

/** What a host says to somebody with this token. */
async function answerTo(hostToken: string): Promise<string> {
  const terminal = connectTerminal({ hostUrl: cluster.hostUrl, hostToken, name: 'somebody' });
  const said$ = terminal.connection$.pipe(filter((host) => host.state === 'connected' || 'reason' in host));
  const host = await firstValueFrom(said$.pipe(timeout(DEADLINE_MS)));
  await terminal.dispose();
  return host.state === 'disconnected' ? String(host.reason) : host.state;
}

describe('every secret is rotated while the cluster runs', { timeout: 2 * DEADLINE_MS }, () => {
  it('the host token: nothing moves, no process is restarted, and the old token ends', async () => {
    const [before, pidsBefore, oldToken] = [await placement(), await pids(), cluster.hostToken];
    await cluster.replaceHostToken(randomUUID());
    await waiter.until('all are back', ({ nodeUnits }) => nodeUnits.length === 3);
    expect(await answerTo(oldToken)).toBe('connected');
    // Once all have the new one, the old one goes.
    await cluster.replaceHostToken(randomUUID());
    await waiter.until('all are back', ({ nodeUnits }) => nodeUnits.length === 3);
    expect(await answerTo(oldToken)).toContain('Invalid or expired token');
    expect(await placement()).toEqual(before);
    expect(await pids()).toEqual(pidsBefore);
  });

  it('the key of one node-unit: what the others run stays where it is', async () => {
    const before = await placement();
    const oldAddress = cluster.addressOf('one');
    const program = cluster.nodeUnits.get('one');
    waiter.expectEnd('one');
    program?.signal('SIGTERM');
    await program?.exited;
    cluster.startNodeUnit({ name: 'one', env: { NODE_UNIT_PASSWORD: randomUUID() } });
    await waiter.until('it is back', ({ nodeUnits }) => nodeUnits.filter(({ name }) => name === 'one').length === 1);
    await waiter.until('all run', allRunning);
    const after = await placement();
    const others = [...before].filter(([, where]) => (where as { address: string }).address !== oldAddress);
    expect(others.length).toBeGreaterThan(0);
    for (const [id, where] of others) expect(after.get(id)).toEqual(where);
    expect([...after.values()]).not.toContainEqual(expect.objectContaining({ address: oldAddress }));
  });
});
