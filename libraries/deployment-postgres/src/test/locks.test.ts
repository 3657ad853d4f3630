import type { DeploymentChange } from '@node-unit/deployment';
import { Client } from 'pg';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { migrateDeploymentTables, openPostgresDeploymentStore, openPostgresHistory } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();
const ID = '00000000-0000-4000-8000-00000000000';

async function openRows(address: string) {
  const uri = await postgres.migratedDatabase();
  for (const digit of [1, 2, 3]) {
    await sql(uri, "insert into deployment (id, package_name, address) values ($1, 'demo', $2)", [ID + digit, address]);
  }
  const store = openPostgresDeploymentStore({ uri });
  onTestFinished(() => store.close());
  return { uri, store };
}

/** Somebody's transaction that stays open until the test says otherwise. */
async function beginTransaction(uri: string, statement: string) {
  const client = new Client({ connectionString: uri, application_name: 'somebody' });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query(statement);
  return { end: () => client.query('rollback') };
}

describe('a row that somebody holds locked', () => {
  it('delays no release but its own, which comes back to it', async () => {
    const { uri, store } = await openRows('lost');
    const transaction = await beginTransaction(uri, `select from deployment where id = '${ID}1' for update`);
    const { released, locked } = await store.release(['lost']);
    expect(released.map(({ deploymentId }) => deploymentId).sort()).toEqual([`${ID}2`, `${ID}3`]);
    expect(locked).toEqual([`${ID}1`]);
    await transaction.end();
    expect(await store.release(['lost'])).toEqual({
      released: [{ deploymentId: `${ID}1`, claimEpoch: 2 }],
      refused: [],
    });
  });

  it('is a conflict for its claim, and delays no other', async () => {
    const { uri, store } = await openRows('');
    const transaction = await beginTransaction(uri, `update deployment set enabled = false where id = '${ID}1'`);
    expect(await store.claim(`${ID}1`, 'a')).toEqual({ outcome: 'conflict' });
    expect(await store.claim(`${ID}2`, 'a')).toEqual({ outcome: 'claimed', claimEpoch: 1 });
    await transaction.end();
    expect(await store.claim(`${ID}1`, 'a')).toEqual({ outcome: 'claimed', claimEpoch: 1 });
  });

  it('is named with who holds it where a write must wait, and does not block a status', async () => {
    const { uri, store } = await openRows('a');
    await beginTransaction(uri, `select pg_sleep(1.1), * from deployment where id = '${ID}1' for update`);
    const handedBack = store.handBack(`${ID}1`, 'a');
    await expect(handedBack).rejects.toThrow(
      /Locks are held by \d+ \(somebody as \w+, idle in transaction, since [\d:]+ UTC\)/,
    );
    const since = '2026-01-01T00:00:00.000Z';
    const status = {
      pid: 1,
      restarts: 0,
      lastExit: '',
      reason: '',
      resolvedVersion: '1',
      claimEpoch: 1,
      rowUpdatedAt: '',
      handOver: '',
      healthy: true,
    };
    const report = {
      changed: [{ deploymentId: `${ID}1`, state: 'running', since, ...status } as const],
      removedIds: [],
    };
    await expect(store.reportStatus('a', report)).resolves.toBeUndefined();
  });
});

describe('a table that somebody holds locked', () => {
  it('is unavailable, with who holds it, until it can be read again', async () => {
    const { uri, store } = await openRows('a');
    const transaction = await beginTransaction(uri, 'lock table deployment');
    const next = (wanted: DeploymentChange['kind']) =>
      firstValueFrom(
        store.changes$.pipe(
          filter(({ kind }) => kind === wanted),
          timeout(30_000),
        ),
      );
    expect(await next('unavailable')).toMatchObject({
      reason: expect.stringMatching(/locks are held by \d+ \(somebody as \w+, idle in transaction/) as string,
    });
    await transaction.end();
    expect(await next('snapshot')).toMatchObject({ deployments: { length: 3 } });
  });

  it('does not stop others from reading for longer than the wait of a migration, which says who holds it', async () => {
    const uri = await postgres.emptyDatabase();
    await sql(uri, 'create table deployment (id uuid primary key)');
    const transaction = await beginTransaction(uri, 'select pg_sleep(1.1) from (select count(*) from deployment) as t');
    await expect(migrateDeploymentTables(uri)).rejects.toMatchObject({
      code: '55P03',
      message: expect.stringMatching(/locks are held by \d+ \(somebody as/) as string,
    });
    await expect(sql(uri, 'select from deployment')).resolves.toEqual([]);
    await transaction.end();
    await expect(migrateDeploymentTables(uri)).resolves.toBeUndefined();
  });
});

describe('history that somebody holds locked', () => {
  async function openOld() {
    const { uri } = await openRows('');
    await sql(uri, "update deployment_event set occurred_at = '2000-01-01'");
    const history = openPostgresHistory(uri);
    onTestFinished(() => history.close());
    return { uri, history };
  }

  it('is left for the next time, row by row', async () => {
    const { uri, history } = await openOld();
    const transaction = await beginTransaction(uri, 'select from deployment_event order by id limit 1 for update');
    expect(await history.prune(30)).toBe(2);
    await transaction.end();
    expect(await history.prune(30)).toBe(1);
  });

  it('is named with who holds it if it is the whole table', async () => {
    const { uri, history } = await openOld();
    const transaction = await beginTransaction(uri, 'lock table deployment_event');
    await expect(history.prune(30)).rejects.toMatchObject({
      code: '55P03',
      message: expect.stringMatching(/locks are held by \d+ \(somebody as/) as string,
    });
    await transaction.end();
    expect(await history.prune(30)).toBe(3);
  });
});

describe('exclusive deployments', () => {
  it('are released only by name, at the epoch that was seen', async () => {
    const { uri, store } = await openRows('lost');
    await sql(uri, 'update deployment set exclusive_ms = 1000 where id <> $1', [`${ID}3`]);
    expect((await store.release(['lost'])).released).toEqual([{ deploymentId: `${ID}3`, claimEpoch: 2 }]);
    const seen = [1, 2].map((digit) => ({ deploymentId: `${ID}${digit}`, claimEpoch: 1 }));
    expect(await store.renewClaim(`${ID}1`, 'lost', 1)).toEqual({ outcome: 'claimed', claimEpoch: 2 });
    expect((await store.release(['lost'], seen)).released).toEqual([{ deploymentId: `${ID}2`, claimEpoch: 2 }]);
    expect((await store.release(['other'], [{ deploymentId: `${ID}1`, claimEpoch: 2 }])).released).toEqual([]);
  });

  it('are named as locked only if the same release would have taken them', async () => {
    const { uri, store } = await openRows('lost');
    await sql(uri, 'update deployment set exclusive_ms = 1000 where id <> $1', [`${ID}3`]);
    await beginTransaction(uri, 'select from deployment for update');
    const { released, locked = [] } = await store.release(['lost'], [{ deploymentId: `${ID}1`, claimEpoch: 1 }]);
    expect({ released, locked: [...locked].sort() }).toEqual({ released: [], locked: [`${ID}1`, `${ID}3`] });
  });

  it('are renewed by their holder only, once for an epoch', async () => {
    const { store } = await openRows('a');
    expect(await store.renewClaim(`${ID}1`, 'b', 1)).toEqual({ outcome: 'conflict' });
    const renewed = await Promise.all([1, 2, 3].map(() => store.renewClaim(`${ID}1`, 'a', 1)));
    expect(renewed.filter(({ outcome }) => outcome === 'claimed')).toEqual([{ outcome: 'claimed', claimEpoch: 2 }]);
  });
});
