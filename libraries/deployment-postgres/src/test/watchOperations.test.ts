import { readdirSync, readFileSync } from 'node:fs';

import { applyOperationsChange, NO_OPERATIONS, type NodeUnitOrders } from '@node-unit/deployment';
import { filter, firstValueFrom, type Observable, scan, shareReplay, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { migrateDeploymentTables } from '../index.js';
import { openTables } from './operationTables.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();
const ID = '00000000-0000-4000-8000-000000000001';
const online = [{ address: 'a', name: 'one', version: '1' }];

async function open() {
  const uri = await postgres.migratedDatabase();
  const { operations, store } = openTables(uri);
  await sql(uri, "insert into deployment (id, name, address) values ($1, 'web', 'a')", [ID]);
  return { uri, operations, store };
}

function follow<Value>(values$: Observable<Value>) {
  const shared$ = values$.pipe(shareReplay(1));
  const subscription = shared$.subscribe();
  onTestFinished(() => subscription.unsubscribe());
  return (accepts: (value: Value) => boolean) => firstValueFrom(shared$.pipe(filter(accepts), timeout(30_000)));
}

describe('operations$', () => {
  it('is a snapshot, then what changes', async () => {
    const { operations, store } = await open();
    const kinds = new Set<string>();
    const replica$ = operations.operations$.pipe(
      scan((replica, change) => {
        kinds.add(change.kind);
        return applyOperationsChange(replica, change);
      }, NO_OPERATIONS),
    );
    const until = follow(replica$);
    const first = await until(({ state }) => state === 'current');
    expect(first.events).toMatchObject([{ kind: 'inserted', name: 'web', deploymentId: ID }]);

    await operations.recordNodeUnits({ online, isAll: true });
    await operations.operate({ kind: 'drain', address: 'a', reason: 'disk' });
    const drained = await until(({ nodeUnits }) => nodeUnits[0]?.drainedAt !== undefined);
    expect(drained.nodeUnits).toMatchObject([{ ...online[0], online: true, drainReason: 'disk' }]);
    await until(({ events }) => events[0]?.kind === 'node_unit_drained' && events[0].deploymentId === '');

    await operations.operate({ kind: 'handOver', deploymentId: ID, address: 'a', reason: 'crowded' });
    await until(({ handOvers }) => handOvers[0]?.deploymentId === ID);
    await store.handBack(ID, 'a', 'crowded');
    const ended = await until(({ handOvers, events }) => handOvers.length === 0 && events[0]?.kind === 'address');
    expect(ended.events[0]).toMatchObject({ previousAddress: 'a', address: '', reason: 'crowded' });
    expect([...kinds].sort()).toEqual(['delta', 'snapshot']);
  });

  it('reads events by deployment, time and place', async () => {
    const { operations, store } = await open();
    await store.handBack(ID, 'a', 'x');
    const all = await operations.readEvents({ limit: 10 });
    expect(all.map(({ kind }) => kind)).toEqual(['address', 'inserted']);
    const beforeId = all[0]?.id ?? 0;
    expect(await operations.readEvents({ deploymentIds: [ID], beforeId, limit: 10 })).toEqual(all.slice(1));
    expect(await operations.readEvents({ since: '2100-01-01T00:00:00Z', limit: 10 })).toEqual([]);
    expect(await operations.readEvents({ limit: 1 })).toEqual(all.slice(0, 1));
  });
});

describe('watchOrders', () => {
  it('gives each node-unit its own', async () => {
    const { operations, store } = await open();
    const own = follow(store.watchOrders('a'));
    const seen: NodeUnitOrders[] = [];
    const others = store.watchOrders('b').subscribe((orders) => seen.push(orders));
    onTestFinished(() => others.unsubscribe());
    await own(({ drained, handOvers }) => drained === undefined && handOvers.length === 0);
    await operations.recordNodeUnits({ online, isAll: true });
    await operations.operate({ kind: 'drain', address: 'a', reason: 'disk' });
    await own(({ drained }) => drained?.reason === 'disk');
    await operations.operate({ kind: 'handOver', deploymentId: ID, address: 'a', reason: 'crowded' });
    await own(({ handOvers }) => handOvers[0]?.reason === 'crowded');
    await operations.operate({ kind: 'undrain', address: 'a' });
    await own(({ drained, handOvers }) => drained === undefined && handOvers.length === 1);
    await store.handBack(ID, 'a');
    await own(({ handOvers }) => handOvers.length === 0);
    expect(seen).toEqual([{ drained: undefined, handOvers: [] }]);
  });
});

describe('0007_operate.sql', () => {
  it('upgrades a database of the version before, and keeps its rows', async () => {
    const folder = new URL('../../migrations/', import.meta.url);
    const earlier = readdirSync(folder).filter((name) => name < '0007');
    const old = await postgres.emptyDatabase();
    for (const name of earlier) await sql(old, readFileSync(new URL(name, folder), 'utf8'));
    await sql(
      old,
      `create table node_unit_migration (id serial primary key, name varchar(255) not null, run_on timestamp not null)`,
    );
    for (const name of earlier) {
      const text = 'insert into node_unit_migration (name, run_on) values ($1, now())';
      await sql(old, text, [name.replace('.sql', '')]);
    }
    await sql(old, `insert into deployment (id, package_name, address) values ($1, 'kept', 'a')`, [ID]);
    await sql(old, `insert into deployment_status (deployment_id, address, state) values ($1, 'a', 'running')`, [ID]);
    await migrateDeploymentTables(old);
    expect(await sql(old, 'select package_name, name, replica, previous_version, claim_epoch from deployment')).toEqual(
      [{ package_name: 'kept', name: '', replica: 0, previous_version: '', claim_epoch: '1' }],
    );
    expect(await sql(old, 'select row_updated_at, hand_over from deployment_status')).toEqual([
      { row_updated_at: '', hand_over: '' },
    ]);
    expect(await sql(old, 'select kind, name from deployment_event')).toEqual([{ kind: 'inserted', name: '' }]);
  });
});
