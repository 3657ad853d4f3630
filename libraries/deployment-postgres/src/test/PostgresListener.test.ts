import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';
import { filter, firstValueFrom, lastValueFrom, type Observable, retry, shareReplay, tap, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import {
  openPostgresDeploymentStore,
  openPostgresOperations,
  PostgresListener,
  watchPortalConfigTable,
} from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();
const ID = '00000000-0000-4000-8000-000000000001';

function follow<Value>(values$: Observable<Value>) {
  const shared$ = values$.pipe(shareReplay({ bufferSize: 1, refCount: true }));
  const subscription = shared$.subscribe();
  onTestFinished(() => subscription.unsubscribe());
  const until = (accepts: (value: Value) => boolean) => firstValueFrom(shared$.pipe(filter(accepts), timeout(30_000)));
  return { until, stop: () => subscription.unsubscribe() };
}

async function openListener() {
  const uri = await postgres.migratedDatabase();
  await sql(uri, "insert into deployment (id, address) values ($1, 'a')", [ID]);
  return { uri, listener: new PostgresListener(uri) };
}

/** What a storage follows. */
function followAll(uri: string, listener: PostgresListener) {
  const store = openPostgresDeploymentStore({ uri, listener });
  const operations = openPostgresOperations(uri, listener);
  onTestFinished(() => store.close());
  onTestFinished(() => operations.close());
  const breaks: string[] = [];
  const kinds: string[] = [];
  const orders$ = store.watchOrders('a').pipe(
    retry({
      delay: (error: Error) => {
        breaks.push(error.message);
        return delay(10);
      },
    }),
  );
  return {
    breaks,
    kinds,
    deployments: follow(store.changes$.pipe(tap(({ kind }) => kinds.push(kind)))),
    operations: follow(operations.operations$),
    orders: follow(orders$),
    portals: follow(watchPortalConfigTable({ listener, onUnavailable: (reason) => breaks.push(reason) })),
  };
}

/** The sessions of this program in the database, by what they are for. */
async function sessionsFor(uri: string, purpose: string): Promise<readonly number[]> {
  const rows = await sql(
    uri,
    'select pid from pg_stat_activity where datname = current_database() and application_name = $1',
    [`node-unit ${purpose}`],
  );
  return rows.map(({ pid }) => Number(pid));
}

async function someoneLocks(uri: string, table: string) {
  const client = new Client({ connectionString: uri });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`begin; lock table ${table}`);
  return { end: () => client.query('rollback') };
}

describe(PostgresListener.name, () => {
  it('listens to everything on one connection, whose loss everybody hears of and recovers from', async () => {
    const { uri, listener } = await openListener();
    const all = followAll(uri, listener);
    const untilFollowed = async () => {
      await all.deployments.until(({ kind }) => kind === 'snapshot');
      await all.operations.until(({ kind }) => kind === 'snapshot');
      await all.orders.until(() => true);
      await all.portals.until(() => true);
    };
    await untilFollowed();
    const [lost, ...others] = await sessionsFor(uri, 'listen');
    expect(others).toEqual([]);
    const unavailable = [
      all.deployments.until(({ kind }) => kind === 'unavailable'),
      all.operations.until(({ kind }) => kind === 'unavailable'),
    ];
    await sql(uri, 'select pg_terminate_backend($1)', [lost]);
    expect(await Promise.all(unavailable)).toMatchObject(
      [1, 2].map(() => ({ reason: expect.stringContaining('terminating connection') as string })),
    );
    await expect.poll(() => all.breaks.length).toBe(2);
    await untilFollowed();

    await sql(uri, 'update deployment set enabled = false');
    await all.deployments.until((change) => change.kind === 'delta' && change.upserted[0]?.enabled === false);
    await all.operations.until((change) => change.kind === 'delta' && change.events.length === 1);
    await sql(uri, "insert into hand_over (deployment_id, address, reason) values ($1, 'a', 'crowded')", [ID]);
    await all.orders.until(({ handOvers }) => handOvers.length === 1);
    await sql(
      uri,
      "insert into portal_config (external_host_url, is_import, filter_schema) values ('ws://x', true, '{}')",
    );
    await all.portals.until((rows) => rows.length === 1);
    expect(await sessionsFor(uri, 'listen')).toHaveLength(1);
  });

  it('replaces a connection that does not answer, for everybody', async () => {
    const { uri, listener } = await openListener();
    const load = () => Promise.resolve('loaded');
    const checked$ = listener.follow({ channel: 'order_change', load, checkIntervalMs: 100 });
    const other$ = listener.follow({ channel: 'portal_config_change', load });
    const ended = [checked$, other$].map((values$) => lastValueFrom(values$.pipe(timeout({ first: 30_000 }))));
    await expect.poll(() => sessionsFor(uri, 'listen')).toHaveLength(1);
    const [hung] = await sessionsFor(uri, 'listen');
    process.kill(hung ?? 0, 'SIGSTOP');
    onTestFinished(() => void process.kill(hung ?? 0, 'SIGCONT'));
    await Promise.all(ended.map((each) => expect(each).rejects.toThrow('does not answer')));
    await expect(firstValueFrom(other$)).resolves.toBe('loaded');
  });

  it('is not held up by a read that waits, and tells nobody else that it failed', async () => {
    const { uri, listener } = await openListener();
    const all = followAll(uri, listener);
    await all.deployments.until(({ kind }) => kind === 'snapshot');
    await all.orders.until(() => true);
    const lock = await someoneLocks(uri, 'portal_config');
    await sql(uri, "select pg_notify('portal_config_change', 'all')");
    await sql(uri, "insert into hand_over (deployment_id, address, reason) values ($1, 'a', 'crowded')", [ID]);
    await all.orders.until(({ handOvers }) => handOvers.length === 1);
    expect(all.breaks).toEqual([]);
    await expect
      .poll(() => all.breaks, { timeout: 30_000 })
      .toEqual([expect.stringMatching(/locks are held by/) as string]);
    await lock.end();
    await all.portals.until(() => true);
    expect(all.kinds).toEqual(['snapshot']);
  });

  it('listens only to what somebody follows, and to nothing when nobody does', async () => {
    const { uri, listener } = await openListener();
    const loaded: string[] = [];
    const load = (channel: string) => (_query: unknown, payloads: readonly string[]) => {
      loaded.push(`${channel}: ${payloads.join(' ')}`);
      return Promise.resolve(loaded.length);
    };
    const orders = follow(listener.follow({ channel: 'order_change', load: load('orders') }));
    const others = follow(listener.follow({ channel: 'order_change', load: load('others') }));
    const portals = follow(listener.follow({ channel: 'portal_config_change', load: load('portals') }));
    await expect.poll(() => loaded).toHaveLength(3);
    others.stop();
    portals.stop();
    await sql(uri, "select pg_notify('portal_config_change', 'x'), pg_notify('order_change', 'x')");
    await expect.poll(() => loaded.slice(3)).toEqual(['orders: x']);
    orders.stop();
    await expect.poll(() => sessionsFor(uri, 'listen')).toEqual([]);
    await expect.poll(() => sessionsFor(uri, 'read')).toEqual([]);
    const again = follow(listener.follow({ channel: 'order_change', load: load('again') }));
    await again.until(() => true);
    expect(loaded.slice(4)).toEqual(['again: all']);
  });
});
