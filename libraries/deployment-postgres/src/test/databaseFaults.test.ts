import { Client } from 'pg';
import { describe, expect, it } from 'vitest';

import { describeDatabaseFault, migrateDeploymentTables } from '../index.js';
import { addMissingColumns } from '../deploymentColumns.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

async function faultOf(uri: string): Promise<string> {
  try {
    await migrateDeploymentTables(uri);
  } catch (error) {
    return describeDatabaseFault(error, uri);
  }
  throw new Error('expected a fault');
}

function changed(change: (uri: URL) => void): string {
  const uri = new URL(postgres.server.uri());
  change(uri);
  return uri.href;
}

describe(describeDatabaseFault.name, () => {
  it('says what to do about a wrong port, name of a host, and name of a database', async () => {
    expect(await faultOf(changed((uri) => (uri.port = '1')))).toMatch(
      /^nothing listens on 127.0.0.1:1. Start PostgreSQL/,
    );
    expect(await faultOf(changed((uri) => (uri.hostname = 'no-such-host.invalid')))).toMatch(
      /^the host name of no-such-host.invalid:\d+ (is unknown|cannot be looked up)/,
    );
    expect(await faultOf(changed((uri) => (uri.pathname = '/missing')))).toMatch(/^there is no database "missing" on/);
  });

  it('says which right a role lacks, and who is not let in', async () => {
    const uri = new URL(await postgres.emptyDatabase());
    await sql(uri.href, "create role poor login password 'hidden-word'; revoke create on schema public from public");
    uri.username = 'poor';
    uri.password = 'hidden-word';
    const fault = await faultOf(uri.href);
    expect(fault).toMatch(/^"poor" lacks a right in the database .*Grant it/);
    expect(fault).not.toContain('hidden-word');
    uri.username = 'nobody-of-this-name';
    expect(await faultOf(uri.href)).toMatch(/nobody-of-this-name/);
  });

  it.each([
    [{ code: '28P01' }, 'does not accept the password of "u". Correct the password'],
    [{ code: '53300' }, 'has no connection left'],
    [new Error('timeout expired'), 'does not answer'],
    [new Error('Query read timeout'), 'does not answer'],
    [new Error('The server does not support SSL connections'), 'offers no TLS'],
    [new Error('self-signed certificate'), 'TLS certificate'],
    [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), '"u" needs a password'],
    [new Error('something with s3cret in it'), 'something with *** in it'],
  ])('tells %o', (error, expected) => {
    const fault = describeDatabaseFault(error, 'postgres://u:s3cret@db.example:5433/app');
    expect(fault).toContain(expected);
    expect(fault).not.toContain('s3cret');
  });
});

describe("a peer's table of an earlier version", () => {
  it('gets the columns that it lacks, with the defaults of the documents', async () => {
    const uri = await postgres.emptyDatabase();
    await sql(
      uri,
      "create table deployment (id uuid primary key, package_name text not null, command text not null default '')",
    );
    await sql(uri, "insert into deployment values ('00000000-0000-4000-8000-000000000001', 'old')");
    await migrateDeploymentTables(uri);
    expect(await sql(uri, 'select package_name, type, address, enabled, args, env, restart from deployment')).toEqual([
      { package_name: 'old', type: 'deployment', address: '', enabled: true, args: [], env: {}, restart: 'always' },
    ]);
  });

  it('is left as it is if a column has another type, which is named', async () => {
    const uri = await postgres.emptyDatabase();
    await sql(uri, 'create table deployment (id integer primary key, enabled text)');
    await expect(migrateDeploymentTables(uri)).rejects.toThrow(
      'the table deployment was not changed: "id" is integer, expected uuid; "enabled" is text, expected boolean.',
    );
    const client = new Client({ connectionString: uri });
    await client.connect();
    const { fields } = await client.query('select * from deployment');
    await client.end();
    expect(fields.map(({ name }) => name)).toEqual(['id', 'enabled']);
    expect(await sql(uri, "select to_regclass('node_unit_migration') as migrations")).toEqual([{ migrations: null }]);
  });

  it('needs nothing if it is complete or not there', () => {
    expect(addMissingColumns([])).toBeUndefined();
    expect(addMissingColumns([{ name: 'id', type: 'uuid' }])).toContain(
      "add column type text not null default 'deployment'",
    );
  });
});
