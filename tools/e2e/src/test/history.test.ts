import { startStorageProgram } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const DEADLINE = { timeout: 60_000, interval: 250 };
/** Busy enough that usage keeps moving, and measured often. */
const RESTLESS = { NODE_UNIT_RESOURCE_INTERVAL_MS: '500' };

async function count(condition: string, values: readonly unknown[] = []): Promise<number> {
  const [row] = await cluster().local.sql(
    `select count(*)::int as count from node_unit_usage where ${condition}`,
    values,
  );
  return Number(row?.['count']);
}

describe('the history', { timeout: 180_000 }, () => {
  it('has a row for every usage that was published, though two storages hear it', async () => {
    const { folder, hostUrl, tokenFile, postgresUri } = cluster().local;
    const second = startStorageProgram({ folder, hostUrl, tokenFile }, postgresUri);
    await second.logged('HostConnection', ({ state }) => state === 'connected');
    await cluster().join(['one', 'two'], RESTLESS);
    await cluster().runSamples(4);
    const { local } = cluster();
    for (const name of ['one', 'two']) {
      await expect.poll(() => count('address = $1', [local.addressOf(name)]), DEADLINE).toBeGreaterThan(1);
    }
    const third = startStorageProgram({ folder, hostUrl, tokenFile }, postgresUri);
    await third.logged('HostConnection', ({ state }) => state === 'connected');
    const doubled = await local.sql(`
      select * from (
        select *, lag((cpu_percent, memory_mb)) over (partition by address order by time) as before from node_unit_usage
      ) as rows where before = (cpu_percent, memory_mb)`);
    expect(doubled).toEqual([]);
    expect(await count("time < now() - interval '1 hour' or time > now() + interval '1 hour'")).toBe(0);
    for (const storage of [second, third]) {
      const { kind } = await storage.logged('HistoryTables');
      expect(kind).toBe('plain');
      storage.signal('SIGTERM');
      expect(await storage.exited).toMatchObject({ exitCode: 0 });
    }
  });

  it('ends where the retention says so', async () => {
    const { folder, hostUrl, tokenFile, postgresUri } = cluster().local;
    await cluster().local.sql(
      `insert into node_unit_usage values (now() - interval '31 days', 'old', 1, 1), (now() - interval '29 days', 'young', 1, 1)`,
    );
    const storage = startStorageProgram({ folder, hostUrl, tokenFile }, postgresUri);
    await storage.logged('HistoryPruned');
    expect(await count("address = 'old'")).toBe(0);
    expect(await count("address = 'young'")).toBe(1);
    storage.signal('SIGTERM');
    await storage.exited;
  });
});
