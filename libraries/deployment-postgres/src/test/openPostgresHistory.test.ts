import { describe, expect, it } from 'vitest';

import { type NodeUnitUsage, openPostgresHistory, prepareHistoryTables } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

const usage = (time: string, cpuPercent: number, changes: Partial<NodeUnitUsage> = {}): NodeUnitUsage => ({
  time: new Date(time),
  address: 'a',
  cpuPercent,
  memoryMb: 10,
  ...changes,
});

async function migrated(): Promise<string> {
  const uri = await postgres.migratedDatabase();
  return uri;
}

describe(openPostgresHistory.name, () => {
  it('records an announcement once, however many processes tell of it', async () => {
    const uri = await migrated();
    const histories = Array.from({ length: 4 }, () => openPostgresHistory(uri));
    const usages = [usage('2026-01-01T00:00:00.123Z', 1.5), usage('2026-01-01T00:00:05Z', 2.25)];
    await Promise.all(histories.map((history) => history.recordUsage(usages)));
    await Promise.all(histories.map((history) => history.recordUsage([...usages].reverse())));
    await Promise.all(histories.map((history) => history.close()));
    expect(await sql(uri, 'select * from node_unit_usage order by time')).toEqual([
      { time: new Date('2026-01-01T00:00:00.123Z'), address: 'a', cpu_percent: 1.5, memory_mb: 10 },
      { time: new Date('2026-01-01T00:00:05Z'), address: 'a', cpu_percent: 2.25, memory_mb: 10 },
    ]);
  });

  it('does not record an announcement that says what the one before it said', async () => {
    const uri = await migrated();
    const history = openPostgresHistory(uri);
    await history.recordUsage([usage('2026-01-01T00:00:00Z', 1), usage('2026-01-01T00:01:00Z', 1)]);
    await history.recordUsage([usage('2026-01-01T00:02:00Z', 1, { address: 'b' })]);
    await history.recordUsage([usage('2026-01-01T00:03:00Z', 2), usage('2026-01-01T00:04:00Z', 1)]);
    await history.close();
    const rows = await sql(uri, 'select address, cpu_percent from node_unit_usage order by time');
    expect(rows.map(Object.values)).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['a', 1],
    ]);
  });

  it('prunes what is older than the retention from both tables, and nothing else', async () => {
    const uri = await migrated();
    const history = openPostgresHistory(uri);
    await sql(uri, "insert into deployment (package_name) values ('old')");
    await sql(uri, "update deployment_event set occurred_at = now() - interval '31 days'");
    await sql(uri, "insert into deployment (package_name) values ('young')");
    const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    await history.recordUsage([usage(daysAgo(31), 1), usage(daysAgo(29), 2)]);
    expect(await history.prune(30)).toBe(2);
    expect(await history.prune(30)).toBe(0);
    await history.close();
    expect(await sql(uri, 'select cpu_percent from node_unit_usage')).toEqual([{ cpu_percent: 2 }]);
    expect(await sql(uri, 'select kind from deployment_event')).toHaveLength(1);
  });

  it('prunes more than one batch', async () => {
    const uri = await migrated();
    const history = openPostgresHistory(uri);
    await sql(
      uri,
      `insert into node_unit_usage select now() - interval '40 days' - number * interval '1 second', 'a', 1, 1
       from generate_series(1, 25000) as number`,
    );
    expect(await history.prune(30)).toBe(25_000);
    await history.close();
  });
});

describe(prepareHistoryTables.name, () => {
  it('leaves plain tables where there is no TimescaleDB, from many processes at once, and again', async () => {
    const uri = await migrated();
    const results = await Promise.all(Array.from({ length: 4 }, () => prepareHistoryTables(uri, 30)));
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['plain']));
    expect(await prepareHistoryTables(uri, 30)).toEqual({
      kind: 'plain',
      reason: 'the database has no TimescaleDB',
    });
  });
});
