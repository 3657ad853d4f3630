import { describe, expect, it } from 'vitest';

import { type CommandRun, unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

const SLOW = { timeout: 60_000, interval: 500 };
const cluster = useCluster();

function doctor(variables: Readonly<Record<string, string>> = {}): Promise<CommandRun> {
  return unitctl(cluster().local, ['doctor'], variables);
}

async function told(): Promise<string> {
  return (await doctor()).output;
}

describe('unitctl doctor', { timeout: 120_000 }, () => {
  it('finds no fault in a cluster that is in order', async () => {
    await cluster().join(['one', 'two']);
    await expect.poll(async () => (await doctor()).exitCode, SLOW).toBe(0);
    expect(await told()).toMatch(/ok +node-units +2 of 2 answer/);
  });

  it('names a host that is not there, and a wrong token', async () => {
    const away = await doctor({ HOST_URL: 'ws://127.0.0.1:1' });
    expect([away.exitCode, away.output]).toEqual([3, expect.stringMatching(/fault +host +the host cannot be reached/)]);
    const wrong = await doctor({ HOST_TOKEN: 'wrong' });
    expect([wrong.exitCode, wrong.output]).toEqual([3, expect.stringMatching(/fault +host .*check HOST_TOKEN/)]);
  });

  it('names node-units with different policies', async () => {
    await cluster().join(['three'], { NODE_UNIT_CLAIM_POLICY: 'spread' });
    await expect.poll(told, SLOW).toMatch(/fault +policies .*three: spread/);
  });

  it('names an identity that two processes have', async () => {
    const second = cluster().local.startNodeUnit({ name: 'one' });
    expect((await second.exited).exitCode).toBe(2);
    await expect.poll(told, SLOW).toMatch(/fault +identities .*identity of one/);
  });

  it('names a storage that is not there', async () => {
    const [, storage] = cluster().local.started;
    storage?.signal('SIGKILL');
    await storage?.exited;
    await expect.poll(told, SLOW).toMatch(/fault +storage +no storage is on this host/);
  });
});
