import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';
import { describe, expect, it } from 'vitest';

import { startLocalPostgres } from '../index.js';

async function query(uri: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: uri });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe(startLocalPostgres.name, () => {
  it('serves a database, survives a restart, and leaves nothing behind', async () => {
    const postgres = await startLocalPostgres();
    const uri = await postgres.createDatabase('demo "x"');
    await query(uri, 'create table t(a int); insert into t values (1)');
    const [row] = (await query(uri, "select current_setting('data_directory') as folder")) as [{ folder: string }];
    await postgres.restart();
    expect(await query(uri, 'select a from t')).toEqual([{ a: 1 }]);
    await postgres.stop();
    await postgres.stop();
    await expect(query(uri, 'select 1')).rejects.toThrow('ECONNREFUSED');
    expect(existsSync(row.folder)).toBe(false);
  });

  it('starts where the temporary folder is private', async () => {
    const before = process.env['TMPDIR'];
    const privateFolder = await mkdtemp(join(tmpdir(), 'node-unit-private-'));
    process.env['TMPDIR'] = privateFolder;
    try {
      const postgres = await startLocalPostgres();
      expect(await query(postgres.uri(), 'select 1 as one')).toEqual([{ one: 1 }]);
      await postgres.stop();
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      await rm(privateFolder, { recursive: true });
    }
  });

  it('keeps a data folder that was named', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'node-unit-kept-'));
    await chmod(parent, 0o755);
    const dataDir = join(parent, 'data');
    const first = await startLocalPostgres({ dataDir });
    await query(first.uri(), 'create table kept(a int)');
    await first.stop();
    const second = await startLocalPostgres({ dataDir });
    expect(await query(second.uri(), 'select * from kept')).toEqual([]);
    await second.stop();
    await rm(parent, { recursive: true });
  });
});
