import { filter, firstValueFrom, shareReplay, timeout } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { migrateDeploymentTables, PostgresListener, watchPortalConfigTable } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

/** The table as the peer's migrations leave it. */
const PEER_TABLE = `
  create table portal_config (
    id uuid primary key default gen_random_uuid(), external_host_url text not null, is_import boolean not null,
    filter_schema jsonb not null, enabled boolean not null default false,
    created_at timestamptz not null default current_timestamp, updated_at timestamptz not null default current_timestamp);
  insert into portal_config (external_host_url, is_import, filter_schema) values ('ws://old', true, '{}');`;
const INSERT =
  'insert into portal_config (external_host_url, is_import, filter_schema) values ($1, false, $2) returning id';

async function follow(prepare = '') {
  const uri = await postgres.emptyDatabase();
  if (prepare) await sql(uri, prepare);
  await migrateDeploymentTables(uri);
  const rows$ = watchPortalConfigTable({ listener: new PostgresListener(uri) }).pipe(shareReplay(1));
  const subscription = rows$.subscribe();
  const until = (accepts: (rows: readonly Readonly<Record<string, unknown>>[]) => boolean) =>
    firstValueFrom(rows$.pipe(filter(accepts), timeout(30_000)));
  return { uri, until, stop: () => subscription.unsubscribe() };
}

describe(watchPortalConfigTable.name, () => {
  it('gives all rows, again after every change, whoever makes it', async () => {
    const { uri, until, stop } = await follow();
    await until((rows) => rows.length === 0);
    await sql(uri, INSERT, ['ws://other', { type: 'object' }]);
    const [row] = await until((rows) => rows.length === 1);
    expect(row).toMatchObject({
      external_host_url: 'ws://other',
      is_import: false,
      filter_schema: { type: 'object' },
      enabled: false,
    });
    await sql(uri, "update portal_config set enabled = true, updated_at = '2000-01-01'");
    const [enabled] = await until((rows) => rows[0]?.['enabled'] === true);
    expect(String(enabled?.['updated_at']) > String(row?.['updated_at'])).toBe(true);
    await sql(uri, 'delete from portal_config');
    await until((rows) => rows.length === 0);
    await sql(uri, INSERT, ['ws://other', {}]);
    await until((rows) => rows.length === 1);
    await sql(uri, 'truncate portal_config');
    await until((rows) => rows.length === 0);
    stop();
  });

  it("follows a peer's table and keeps its rows", async () => {
    const { uri, until, stop } = await follow(PEER_TABLE);
    await until((rows) => rows[0]?.['external_host_url'] === 'ws://old');
    await sql(uri, 'update portal_config set enabled = true');
    await until((rows) => rows[0]?.['enabled'] === true);
    stop();
  });

  it('goes on after the database was away', async () => {
    const { uri, until, stop } = await follow();
    await until((rows) => rows.length === 0);
    await postgres.server.restart();
    await sql(uri, INSERT, ['ws://other', {}]);
    await until((rows) => rows.length === 1);
    stop();
  });
});
