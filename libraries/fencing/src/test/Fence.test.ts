import { randomUUID } from 'node:crypto';

import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import * as fc from 'fast-check';
import { Client } from 'pg';
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
        const byClient = clients.map((by, index) =>
          history
            .filter(([at]) => at === index)
            .reduce(
              (before, [, epoch]) => before.then(() => write(by, epoch).catch(() => undefined)),
              Promise.resolve<unknown>(undefined),
            ),
        );
        await Promise.all(byClient);
        const epochs = await written();
        expect(epochs).toEqual([...epochs].sort());
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
    vi.unstubAllEnvs();
  });
});
