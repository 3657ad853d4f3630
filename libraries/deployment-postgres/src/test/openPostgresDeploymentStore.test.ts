import { applyDeploymentChange, type DeploymentChange, type DeploymentReplica } from '@node-unit/deployment';
import { filter, firstValueFrom, scan, shareReplay, timeout } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { openPostgresDeploymentStore } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

async function openStore() {
  const uri = await postgres.migratedDatabase();
  const invalid: string[] = [];
  const store = openPostgresDeploymentStore({ uri, onInvalidRow: ({ reason }) => invalid.push(reason) });
  return { uri, store, invalid };
}

async function insert(uri: string, columns: Record<string, unknown> = {}): Promise<string> {
  const names = ['package_name', ...Object.keys(columns)];
  const values = ['demo', ...Object.values(columns)];
  const parameters = names.map((_name, index) => `$${index + 1}`);
  const [row] = await sql(
    uri,
    `insert into deployment (${names.join()}) values (${parameters.join()}) returning id`,
    values,
  );
  return String(row?.['id']);
}

function follow(changes$: ReturnType<typeof openPostgresDeploymentStore>['changes$']) {
  const changes: DeploymentChange[] = [];
  const replica$ = changes$.pipe(
    scan(
      (replica, change) => {
        changes.push(change);
        return applyDeploymentChange(replica, change);
      },
      { state: 'loading' } as DeploymentReplica,
    ),
    shareReplay(1),
  );
  const subscription = replica$.subscribe();
  const until = (accepts: (replica: DeploymentReplica) => boolean) =>
    firstValueFrom(replica$.pipe(filter(accepts), timeout(30_000)));
  return { until, changes, stop: () => subscription.unsubscribe() };
}

const has = (count: number) => (replica: DeploymentReplica) =>
  replica.state === 'current' && replica.deployments.size === count;

describe(openPostgresDeploymentStore.name, () => {
  it('lets exactly one of many claimants win', async () => {
    const { uri, store } = await openStore();
    const id = await insert(uri);
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((address) => store.claim(id, address)));
    expect(results.filter((result) => result.outcome === 'claimed')).toEqual([{ outcome: 'claimed', claimEpoch: 1 }]);
    await store.close();
  });

  it.each([
    ['disabled', { enabled: false }],
    ['a daemon', { type: 'daemon' }],
    ['assigned', { address: 'b' }],
  ])('does not claim what is %s', async (_case, columns) => {
    const { uri, store } = await openStore();
    expect(await store.claim(await insert(uri, columns), 'a')).toEqual({ outcome: 'conflict' });
    await store.close();
  });

  it('releases the enabled deployments of the lost, once; hands back only what the caller holds', async () => {
    const { uri, store } = await openStore();
    const lost = await insert(uri, { address: 'lost' });
    const own = await insert(uri, { address: 'a' });
    await insert(uri, { address: 'lost', enabled: false });
    await insert(uri, { address: 'lost', type: 'daemon' });
    expect(await store.release(['lost', ''])).toEqual({
      released: [{ deploymentId: lost, claimEpoch: 2 }],
      refused: [],
    });
    expect(await store.release(['lost'])).toEqual({ released: [], refused: [] });
    await store.handBack(own, 'b');
    await store.handBack(own, 'a');
    const [row] = await sql(uri, 'select address, claim_epoch from deployment where id = $1', [own]);
    expect(row).toEqual({ address: '', claim_epoch: '2' });
    await store.close();
  });

  it('treats hostile values as values', async () => {
    const { uri, store } = await openStore();
    const id = await insert(uri);
    const hostile = `'; drop table deployment; --`;
    expect(await store.claim(id, hostile)).toMatchObject({ outcome: 'claimed' });
    expect((await store.release([hostile])).released).toHaveLength(1);
    await store.close();
  });

  it('follows inserts, updates, deletes and truncation, whoever makes them', async () => {
    const { uri, store } = await openStore();
    const feed = follow(store.changes$);
    await feed.until(has(0));
    const id = await insert(uri);
    await feed.until(has(1));
    await store.claim(id, 'a');
    await feed.until((replica) => replica.state === 'current' && replica.deployments.get(id)?.address === 'a');
    await sql(uri, 'delete from deployment');
    await feed.until(has(0));
    await insert(uri);
    await feed.until(has(1));
    await sql(uri, 'truncate deployment');
    await feed.until(has(0));
    feed.stop();
    await store.close();
  });

  it('makes few deltas of one large write', async () => {
    const { uri, store } = await openStore();
    const feed = follow(store.changes$);
    await feed.until(has(0));
    await sql(uri, "insert into deployment (package_name) select 'demo' from generate_series(1, 500)");
    await feed.until(has(500));
    expect(feed.changes.filter((change) => change.kind === 'delta').length).toBeLessThan(10);
    feed.stop();
    await store.close();
  });

  it('leaves out a row that it cannot read, and says so', async () => {
    const { uri, store, invalid } = await openStore();
    // As rows that were written before they were checked.
    await sql(uri, 'alter table deployment disable trigger deployment_check');
    const wrong = await insert(uri, { args: '{"not":"a list"}' });
    await insert(uri, { type: 'cronjob' });
    await insert(uri);
    const feed = follow(store.changes$);
    await feed.until(has(1));
    expect(invalid.map((reason) => reason.split(':')[0]).sort()).toEqual(['args', 'type']);
    const replica = await feed.until(has(1));
    expect(replica).toMatchObject({ invalid: { size: 2 } });
    await sql(uri, "update deployment set args = '[]' where id = $1", [wrong]);
    expect(await feed.until(has(2))).toMatchObject({ invalid: { size: 1 } });
    feed.stop();
    await store.close();
  });

  it('says so while the database is away, and is current again with what happened meanwhile', async () => {
    const { uri, store } = await openStore();
    const feed = follow(store.changes$);
    await feed.until(has(0));
    const id = await insert(uri);
    await postgres.server.restart();
    await feed.until(
      (replica) => replica.state === 'current' && feed.changes.some(({ kind }) => kind === 'unavailable'),
    );
    expect(await store.claim(id, 'a')).toEqual({ outcome: 'claimed', claimEpoch: 1 });
    await feed.until((replica) => replica.state === 'current' && replica.deployments.get(id)?.address === 'a');
    feed.stop();
    await store.close();
  });

  it('fails with a code when the database is out of reach', async () => {
    const store = openPostgresDeploymentStore({ uri: 'postgres://postgres@127.0.0.1:1/none' });
    await expect(store.release(['a'])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await store.close();
  });
});
