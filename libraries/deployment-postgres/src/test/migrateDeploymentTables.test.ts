import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { migrateDeploymentTables } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

/** The table as the peer's migrations leave it. */
const PEER_TABLE = `
  create table deployment (
    id uuid primary key default gen_random_uuid(), command text not null default '', args jsonb not null default '[]',
    env jsonb not null default '{}', enabled boolean not null default true,
    created_at timestamptz not null default current_timestamp, updated_at timestamptz not null default current_timestamp,
    package_name text not null default '', package_version text not null default '', address text not null default '',
    type text not null default 'deployment');
  insert into deployment (package_name) values ('old');`;

describe(migrateDeploymentTables.name, () => {
  it('may run from many processes at once, and again', async () => {
    const uri = await postgres.emptyDatabase();
    await Promise.all(Array.from({ length: 8 }, () => migrateDeploymentTables(uri)));
    await migrateDeploymentTables(uri);
    const files = readdirSync(new URL('../../migrations', import.meta.url)).map((file) => file.replace(/\.sql$/, ''));
    const applied = await sql(uri, 'select name from node_unit_migration order by id');
    expect(applied.map(({ name }) => name)).toEqual(files.sort());
  });

  it("upgrades a peer's table and keeps its rows", async () => {
    const uri = await postgres.emptyDatabase();
    await sql(uri, PEER_TABLE);
    await migrateDeploymentTables(uri);
    expect(await sql(uri, 'select package_name, claim_epoch, constraints from deployment')).toEqual([
      { package_name: 'old', claim_epoch: '0', constraints: {} },
    ]);
  });

  it('takes the insert of the documents as it is', async () => {
    const uri = await postgres.migratedDatabase();
    await sql(
      uri,
      `insert into deployment(package_name, package_version, command, args) values ('demo', '1.0.0', '', '["a"]')`,
    );
    const [row] = await sql(uri, 'select * from deployment');
    expect(row).toMatchObject({
      address: '',
      enabled: true,
      type: 'deployment',
      args: ['a'],
      env: {},
      claim_epoch: '0',
    });
  });

  it.each([
    ['{"zone": "eu", "gpu": {"exists": true}, "kubernetes.io/arch": ["arm64", "amd64"]}', undefined],
    ['{}', undefined],
    ['["zone"]', 'constraints must be an object'],
    ['{"zone": 1}', 'constraints: zone must be "value", ["one", "or another"] or {"exists": true}'],
    ['{"zone": []}', 'constraints: zone must be'],
    ['{"zone": ["eu", 1]}', 'constraints: zone must be'],
    ['{"zone": [["eu"]]}', 'constraints: zone must be'],
    ['{"zone": {"exists": "yes"}}', 'constraints: zone must be'],
    ['{"zone": null}', 'constraints: zone must be'],
    ['{" ": "eu"}', 'constraints: " " is not the name of a tag'],
  ])('checks constraints when they are written: %s', async (constraints, fault) => {
    const uri = await postgres.migratedDatabase();
    const inserted = sql(uri, "insert into deployment (package_name, constraints) values ('demo', $1)", [constraints]);
    if (fault === undefined) await expect(inserted).resolves.toEqual([]);
    else
      await expect(inserted).rejects.toMatchObject({
        code: '23514',
        message: expect.stringContaining(fault) as string,
      });
  });

  it('still releases a row whose constraints were wrong before they were checked', async () => {
    const uri = await postgres.emptyDatabase();
    await sql(uri, PEER_TABLE);
    await sql(uri, "alter table deployment add column constraints jsonb not null default '[]'");
    await migrateDeploymentTables(uri);
    await sql(uri, "update deployment set address = 'a'");
    await expect(sql(uri, "update deployment set constraints = '[1]'")).rejects.toMatchObject({ code: '23514' });
  });

  it('moves updated_at with every update and claim_epoch with every change of address, whoever writes', async () => {
    const uri = await postgres.migratedDatabase();
    await sql(uri, "insert into deployment (package_name, updated_at) values ('demo', '2000-01-01')");
    await sql(uri, "update deployment set address = 'a', claim_epoch = 99, updated_at = '2000-01-01'");
    await sql(uri, 'update deployment set enabled = false');
    await sql(uri, "update deployment set address = 'b'");
    const [row] = await sql(uri, "select claim_epoch, updated_at > '2020-01-01' as moved from deployment");
    expect(row).toEqual({ claim_epoch: '2', moved: true });
  });

  it('records who owned what and which columns changed, but no values that may be secret', async () => {
    const uri = await postgres.migratedDatabase();
    await sql(uri, 'insert into deployment (package_name, env) values (\'demo\', \'{"TOKEN":"hidden"}\')');
    await sql(uri, "update deployment set address = 'a'");
    await sql(uri, 'update deployment set env = \'{"TOKEN":"changed"}\', package_version = \'2\'');
    await sql(uri, 'update deployment set enabled = enabled');
    await sql(uri, 'delete from deployment');
    const events = await sql(
      uri,
      'select kind, previous_address, address, claim_epoch, changed_columns from deployment_event order by id',
    );
    expect(events).toEqual([
      { kind: 'inserted', previous_address: '', address: '', claim_epoch: '0', changed_columns: [] },
      { kind: 'address', previous_address: '', address: 'a', claim_epoch: '1', changed_columns: [] },
      {
        kind: 'spec',
        previous_address: 'a',
        address: 'a',
        claim_epoch: '1',
        changed_columns: ['env', 'package_version'],
      },
      { kind: 'deleted', previous_address: 'a', address: '', claim_epoch: '1', changed_columns: [] },
    ]);
  });
});
