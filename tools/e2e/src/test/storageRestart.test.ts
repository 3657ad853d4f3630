import { connectOperator } from '@node-unit/operator';
import { connectTerminal } from '@node-unit/protocol';
import { filter, firstValueFrom, shareReplay, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { pidsOf } from '../index.js';
import { useCluster } from './useCluster.js';

const cluster = useCluster();
const DEADLINE = { timeout: 30_000, interval: 100 };

describe('a restart of the storage', { timeout: 180_000 }, () => {
  it('moves nothing and restarts no process, and the cluster goes on', async () => {
    await cluster().join(['one', 'two']);
    const before = await cluster().runSamples(5);
    const history = await cluster().history();
    await cluster().local.restartStorage();
    const after = await cluster().runSamples(1);
    expect(pidsOf(after)).toMatchObject(pidsOf(before));
    expect((await cluster().history()).slice(0, history.length)).toEqual(history);
    expect(after.processes.size).toBe(6);
  });
});

/** The sessions that listen; the observer in this process has one only while something is waited for. */
async function listening(): Promise<readonly unknown[]> {
  const text = `select pid from pg_stat_activity
    where datname = current_database() and (application_name = 'node-unit listen' or query ilike '%listen %')
      and pid <> pg_backend_pid() order by pid`;
  return (await cluster().local.sql(text)).map(({ pid }) => pid);
}

/** What a portal gets of the storage. */
function portalRows(): (accepts: (rows: readonly unknown[]) => boolean) => Promise<unknown> {
  const { hostUrl, hostToken } = cluster().local;
  const portal = connectTerminal({ hostUrl, hostToken, name: 'portal' });
  const values$ = portal.subscribeChannel<{ readonly rows: readonly unknown[] }>({ type: 'PortalConfig' });
  const shared$ = values$.pipe(shareReplay(1));
  const subscription = shared$.subscribe();
  onTestFinished(() => subscription.unsubscribe());
  onTestFinished(() => portal.dispose());
  return (accepts) =>
    firstValueFrom(
      shared$.pipe(
        filter(({ rows }) => accepts(rows)),
        timeout(30_000),
      ),
    );
}

describe('a storage', { timeout: 180_000 }, () => {
  it('listens on one connection, and everybody recovers from its loss', async () => {
    const { local } = cluster();
    const { hostUrl, hostToken, operatorKey } = local;
    const operator = connectOperator({ hostUrl, hostToken, operatorKey, name: 'operator' });
    onTestFinished(() => operator.dispose());
    const picture$ = operator.cluster$.pipe(shareReplay(1));
    const watching = picture$.subscribe();
    onTestFinished(() => watching.unsubscribe());
    const portals = portalRows();
    await portals((rows) => rows.length === 0);
    await operator.cluster(10_000);
    await expect.poll(listening, DEADLINE).toHaveLength(1);
    const before = await listening();

    await local.sql('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [before]);
    await cluster().runSamples(1);
    await local.sql(
      `insert into portal_config (external_host_url, is_import, filter_schema) values ('ws://x', true, '{}')`,
    );
    await portals((rows) => rows.length === 1);
    await operator.operate({ kind: 'drain', address: local.addressOf('one'), reason: 'a test' });
    await cluster().until(
      'one holds nothing',
      ({ replica }) =>
        replica.state === 'current' &&
        [...replica.deployments.values()].every(({ address }) => address !== local.addressOf('one')),
    );
    const isDrained = ({ nodeUnits }: { readonly nodeUnits: readonly { readonly drained: unknown }[] }): boolean =>
      nodeUnits.some(({ drained }) => drained !== undefined);
    await firstValueFrom(picture$.pipe(filter(isDrained), timeout(30_000)));
    await expect.poll(listening, DEADLINE).toHaveLength(1);
    expect(await listening()).not.toEqual(before);
  });
});
