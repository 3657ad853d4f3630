import { applyDeploymentChange, type DeploymentReplica } from '@node-unit/deployment';
import fc from 'fast-check';
import { filter, firstValueFrom, map, scan, shareReplay, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { BUCKETS, type BucketDigest, TableDigest } from '../digest/TableDigest.js';
import { migrateDeploymentTables, openPostgresDeploymentStore } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

const digests = fc.dictionary(fc.uuid(), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxKeys: 30 });

/** As a database would sum them up. */
function bucketsOf(rows: ReadonlyMap<string, number>): readonly BucketDigest[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const own = [...rows].filter(([id]) => Number.parseInt(id.slice(0, 2), 16) === bucket);
    return { bucket, rows: own.length, sum: own.reduce((sum, [, digest]) => sum + digest, 0) };
  }).filter(({ rows: count }) => count > 0);
}

describe(TableDigest.name, () => {
  it('finds exactly the rows that differ, whatever was written before', () => {
    fc.assert(
      fc.property(digests, digests, fc.array(fc.uuid()), (before, now, others) => {
        const known = new TableDigest();
        for (const id of others) known.set(id, 1);
        for (const id of others) known.delete(id);
        for (const [id, digest] of Object.entries(before)) known.set(id, digest);
        const table = new Map(Object.entries(now));
        const buckets = known.differingBuckets(bucketsOf(table));
        const ofBuckets = new Map([...table].filter(([id]) => buckets.includes(Number.parseInt(id.slice(0, 2), 16))));
        const ids = new Set([...Object.keys(before), ...table.keys()]);
        const expected = [...ids].filter((id) => before[id] !== table.get(id));
        expect([...known.differingIds(buckets, ofBuckets)].sort()).toEqual(expected.sort());
      }),
    );
  });
});

describe('the comparison with the table', () => {
  it('reads what no trigger announced, and nothing else', async () => {
    const uri = await postgres.emptyDatabase();
    await migrateDeploymentTables(uri);
    const missed: string[][] = [];
    const store = openPostgresDeploymentStore({
      uri,
      checkIntervalMs: 50,
      onMissedRows: (ids) => missed.push([...ids].sort()),
    });
    onTestFinished(() => store.close());
    const rows = await sql(
      uri,
      `insert into deployment (package_name) select 'p' || n from generate_series(1, 300) as n returning id`,
    );
    const [changed, gone] = rows.map(({ id }) => String(id));
    const names$ = store.changes$.pipe(
      scan(applyDeploymentChange, { state: 'loading' } as DeploymentReplica),
      filter((replica) => replica.state === 'current'),
      map(({ deployments }) => new Map([...deployments.values()].map(({ id, packageName }) => [id, packageName]))),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    const following = names$.subscribe();
    onTestFinished(() => following.unsubscribe());
    const until = (accepts: (names: ReadonlyMap<string, string>) => boolean) =>
      firstValueFrom(names$.pipe(filter(accepts), timeout(30_000)));
    await until(({ size }) => size === 300);

    const unannounced = (statement: string) =>
      `set session_replication_role = replica; ${statement}; set session_replication_role = origin`;
    await sql(uri, unannounced(`update deployment set package_name = 'changed' where id = '${changed}'`));
    await until((names) => names.get(changed ?? '') === 'changed');
    await sql(uri, unannounced(`delete from deployment where id = '${gone}'`));
    await until((names) => !names.has(gone ?? ''));
    await sql(uri, unannounced(`insert into deployment (package_name) values ('added')`));
    await until((names) => [...names.values()].includes('added'));
    expect(missed.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(missed.slice(0, 2)).toEqual([[changed], [gone]]);

    // What is announced is never counted as missed, however many comparisons there are meanwhile.
    for (let round = 0; round < 40; round += 1) {
      await sql(
        uri,
        `update deployment set package_name = 'round ${round}' where id in (select id from deployment limit 50)`,
      );
    }
    await until((names) => [...names.values()].filter((name) => name === 'round 39').length === 50);
    expect(missed).toHaveLength(3);
  });
});
