import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import * as fc from 'fast-check';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { Fence } from '../index.js';

const ID = 'a-deployment';
let server: LocalPostgres;
beforeAll(async () => {
  server = await startLocalPostgres();
});
afterAll(() => server.stop());

async function openDatabase() {
  const uri = await server.createDatabase(`fence_${randomUUID()}`);
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: uri });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  };
  const client = await connect();
  await client.query('create table written (id serial, epoch integer)');
  await new Fence({ deploymentId: ID, claimEpoch: 0 }).prepare(client);
  await new Fence({ deploymentId: ID, claimEpoch: 0 }).prepare(client);
  const write = (by: Client, claimEpoch: number): Promise<unknown> =>
    new Fence({ deploymentId: ID, claimEpoch }).transaction(by, (guarded) =>
      guarded.query('insert into written (epoch) values ($1)', [claimEpoch]),
    );
  const written = async () =>
    (await client.query<{ epoch: number }>('select epoch from written order by id')).rows.map(({ epoch }) => epoch);
  return { connect, client, write, written };
}

describe(Fence.name, () => {
  it('lets the owner write, and no older one after a newer one', async () => {
    const { client, write, written } = await openDatabase();
    await write(client, 3);
    await write(client, 3);
    await write(client, 5);
    await expect(write(client, 3)).rejects.toMatchObject({ code: 'STALE_EPOCH' });
    expect(await written()).toEqual([3, 3, 5]);
    expect(await new Fence({ deploymentId: ID, claimEpoch: 3 }).stillOwner(client)).toBe(false);
    expect(await new Fence({ deploymentId: ID, claimEpoch: 5 }).stillOwner(client)).toBe(true);
    expect(await new Fence({ deploymentId: 'another', claimEpoch: 0 }).stillOwner(client)).toBe(true);
  });

  it('makes a newer owner wait for a transaction that was guarded before', async () => {
    const { client, connect, write, written } = await openDatabase();
    const older = await connect();
    await older.query('begin');
    await new Fence({ deploymentId: ID, claimEpoch: 1 }).guard(older);
    const newer = write(client, 2);
    const isBlocked = async () =>
      (
        await older.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
      ).rowCount;
    await expect.poll(isBlocked).toBe(1);
    await older.query('insert into written (epoch) values (1)');
    await older.query('commit');
    await newer;
    expect(await written()).toEqual([1, 2]);
  });

  it('takes back what the work did when it fails', async () => {
    const { client, written } = await openDatabase();
    const fence = new Fence({ deploymentId: ID, claimEpoch: 1 });
    const work = async (): Promise<void> => {
      await client.query('insert into written (epoch) values (1)');
      throw new Error('on purpose');
    };
    await expect(fence.transaction(client, work)).rejects.toThrow('on purpose');
    expect(await written()).toEqual([]);
  });

  it('never lets epochs of committed writes go down, however owners interleave', async () => {
    const { connect, write, client, written } = await openDatabase();
    const clients = await Promise.all([1, 2, 3].map(connect));
    const histories = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 6 })), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await client.query('truncate written restart identity');
        await client.query('truncate node_unit_fence');
        const refused: number[] = [];
        const attempt = (by: Client, epoch: number): Promise<unknown> =>
          write(by, epoch).catch((error: unknown) => {
            if ((error as { readonly code?: unknown }).code !== 'STALE_EPOCH') throw error;
            refused.push(epoch);
          });
        const byClient = clients.map(async (by, index) => {
          for (const [at, epoch] of history) if (at === index) await attempt(by, epoch);
        });
        await Promise.all(byClient);
        const epochs = await written();
        expect(epochs).toEqual([...epochs].sort((left, right) => left - right));
        expect(epochs.length + refused.length).toBe(history.length);
        expect(epochs).toContain(Math.max(...history.map(([, epoch]) => epoch)));
      }),
      { numRuns: 50 },
    );
  });

  it('says what is missing outside of a deployment, and outside of a transaction', async () => {
    vi.stubEnv('NODE_UNIT_DEPLOYMENT_ID', undefined);
    vi.stubEnv('NODE_UNIT_CLAIM_EPOCH', undefined);
    expect(() => new Fence()).toThrow(expect.objectContaining({ code: 'NO_EPOCH' }));
    vi.stubEnv('NODE_UNIT_DEPLOYMENT_ID', ID);
    vi.stubEnv('NODE_UNIT_CLAIM_EPOCH', '7');
    const { client } = await openDatabase();
    await expect(new Fence().guard(client)).rejects.toMatchObject({ code: 'NOT_IN_TRANSACTION' });
    expect((await client.query('select from node_unit_fence')).rowCount).toBe(0);
    for (const epoch of [' ', '-1', '1.5', '0x1']) {
      vi.stubEnv('NODE_UNIT_CLAIM_EPOCH', epoch);
      expect(() => new Fence()).toThrow(expect.objectContaining({ code: 'NO_EPOCH' }));
    }
    vi.unstubAllEnvs();
  });

  it('aborts the transaction of a stale owner in the database, whatever its application does then', async () => {
    const { client, write, written } = await openDatabase();
    await write(client, 2);
    await client.query('begin');
    await expect(new Fence({ deploymentId: ID, claimEpoch: 1 }).guard(client)).rejects.toMatchObject({
      code: 'STALE_EPOCH',
    });
    await expect(client.query('insert into written (epoch) values (1)')).rejects.toMatchObject({ code: '25P02' });
    await client.query('commit');
    expect(await written()).toEqual([2]);
  });

  it('is prepared by many processes at once', async () => {
    const { connect, client } = await openDatabase();
    const clients = await Promise.all([1, 2, 3, 4].map(connect));
    for (let round = 0; round < 5; round += 1) {
      await client.query('drop table node_unit_fence');
      await Promise.all(clients.map((each) => new Fence({ deploymentId: ID, claimEpoch: 1 }).prepare(each)));
    }
  });

  it('refuses a pool, and tells what the work said when the connection is lost', async () => {
    const { client } = await openDatabase();
    const pool = new Pool({ connectionString: server.uri() });
    onTestFinished(() => pool.end());
    const fence = new Fence({ deploymentId: ID, claimEpoch: 1 });
    await expect(fence.transaction(pool, () => Promise.resolve())).rejects.toMatchObject({
      code: 'NOT_IN_TRANSACTION',
    });
    client.on('error', () => undefined);
    const work = async (): Promise<void> => {
      await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
      throw new Error('what the work said');
    };
    await expect(fence.transaction(client, work)).rejects.toThrow('what the work said');
  });

  it('is used as its README says', async () => {
    const { client } = await openDatabase();
    await client.query('create table account (balance integer); insert into account values (5)');
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    // Within the package, so that its own name can be imported.
    const file = new URL(`../../temp/example-${randomUUID()}.mjs`, import.meta.url);
    writeFileSync(
      file,
      `export default async (client) => {\n${example.replace(/^import .*$/m, '')}\n};\n${/^import .*$/m.exec(example)?.[0]}`,
    );
    onTestFinished(() => rmSync(file));
    vi.stubEnv('NODE_UNIT_DEPLOYMENT_ID', ID);
    vi.stubEnv('NODE_UNIT_CLAIM_EPOCH', '7');
    const { default: run } = (await import(file.href)) as { default: (by: Client) => Promise<void> };
    await run(client);
    vi.unstubAllEnvs();
    expect((await client.query('select balance from account')).rows).toEqual([{ balance: 4 }]);
  });
});
