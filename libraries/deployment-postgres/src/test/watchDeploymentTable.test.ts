import { applyDeploymentChange, type DeploymentReplica } from '@node-unit/deployment';
import { filter, firstValueFrom, map, scan, shareReplay, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { openPostgresDeploymentStore } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

describe('the comparison with the table', () => {
  it('reads what no trigger announced, and nothing else', async () => {
    const uri = await postgres.migratedDatabase();
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
