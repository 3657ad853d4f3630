import { allRunning, type ClusterPicture } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { pidsOf } from '../index.js';
import { useCluster } from './useCluster.js';

const cluster = useCluster();
/** By then a missing node-unit counts as lost again, so that nothing having moved says something. */
const HOST_SETTLED_MS = 11_000;

async function hostUptimeMs(): Promise<number> {
  const url = new URL('/healthz', cluster().local.hostUrl.replace('ws', 'http'));
  return ((await (await fetch(url)).json()) as { uptime_ms: number }).uptime_ms;
}

const areOnline = ({ nodeUnits }: ClusterPicture): boolean => nodeUnits.length === 2;

describe('a restart of what everybody depends on', { timeout: 180_000 }, () => {
  it('of the host moves nothing and restarts no process, however long it is away', async () => {
    await cluster().join(['one', 'two']);
    const before = await cluster().runSamples(5);
    const history = await cluster().history();
    for (const awayMs of [200, 5_000, 12_000]) {
      await cluster().local.restartHost(awayMs);
      await cluster().until('both are back', areOnline);
      await expect.poll(hostUptimeMs, { timeout: 30_000, interval: 200 }).toBeGreaterThan(HOST_SETTLED_MS);
      const after = await cluster().until('both are online', areOnline);
      expect(pidsOf(after), `away for ${awayMs} ms`).toEqual(pidsOf(before));
      expect(await cluster().history(), `away for ${awayMs} ms`).toEqual(history);
    }
  });

  it('of the host does not keep the cluster from going on', async () => {
    const { processes } = await cluster().runSamples(1);
    expect(processes.size).toBe(6);
  });

  it('of the storage moves nothing and restarts no process, and the cluster goes on', async () => {
    const before = await cluster().until('all run', allRunning);
    const history = await cluster().history();
    await cluster().local.restartStorage();
    const after = await cluster().runSamples(1);
    expect(pidsOf(after)).toMatchObject(pidsOf(before));
    expect((await cluster().history()).slice(0, history.length)).toEqual(history);
    expect(after.processes.size).toBe(7);
  });

  it('of the database moves nothing and restarts no process, and the cluster goes on', async () => {
    const before = await cluster().until('all run', allRunning);
    const history = await cluster().history();
    await cluster().local.restartDatabase();
    const after = await cluster().runSamples(1);
    expect(pidsOf(after)).toMatchObject(pidsOf(before));
    expect((await cluster().history()).slice(0, history.length)).toEqual(history);
    expect(after.processes.size).toBe(8);
  });
});
