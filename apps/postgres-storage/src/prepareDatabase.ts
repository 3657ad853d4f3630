import {
  describeDatabaseFault,
  type HistoryTables,
  migrateDeploymentTables,
  prepareHistoryTables,
} from '@node-unit/deployment-postgres';
import { defer, map, merge, type Observable, retry, shareReplay, startWith, Subject, timer } from 'rxjs';

const RETRY_MS = 2_000;

/** Whether the tables can be used; until then, why not. */
export type Preparation =
  { readonly state: 'waiting'; readonly reason: string } | { readonly state: 'ready'; readonly tables: HistoryTables };

/**
 * Migrates the tables and prepares those of the history, and tells how far that is. It is tried until it succeeds, because
 * the programs of a cluster start in any order.
 */
export function prepareDatabase(uri: string, retentionDays: number): Observable<Preparation> {
  const waiting$ = new Subject<Preparation>();
  const prepared$ = defer(async () => {
    await migrateDeploymentTables(uri);
    return prepareHistoryTables(uri, retentionDays);
  }).pipe(
    retry({
      delay: (error: unknown) => {
        waiting$.next({ state: 'waiting', reason: describeDatabaseFault(error, uri) });
        return timer(RETRY_MS);
      },
    }),
    map((tables): Preparation => ({ state: 'ready', tables })),
  );
  return merge(waiting$, prepared$).pipe(
    startWith<Preparation>({ state: 'waiting', reason: 'the storage is preparing the database' }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}
