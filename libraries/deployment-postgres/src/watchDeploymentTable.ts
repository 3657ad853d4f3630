import { type Deployment, type DeploymentChange, keepWatching, parseDeploymentRow } from '@node-unit/deployment';
import { Client, type QueryConfig } from 'pg';
import { auditTime, buffer, concatMap, interval, map, merge, Observable, startWith, Subject } from 'rxjs';

import { connectionSettings } from './connectionSettings.js';
import type { PostgresStoreOptions } from './PostgresStoreOptions.js';
import { selectAllDeployments, selectDeployments } from './sql/selectDeployments.js';

const CHANNEL = 'deployment_change';
/** What the trigger says instead of an id when the whole table changed. */
const EVERYTHING = 'all';
const COALESCE_MS = 2;
/** The periodic check against the database; it also finds a connection that died unnoticed. */
const RELOAD_INTERVAL_MS = 60_000;

/** A snapshot, then every change as the table's triggers announce it. Connects again for ever. */
export function watchDeploymentTable(options: PostgresStoreOptions): Observable<DeploymentChange> {
  return keepWatching(() => connect(options));
}

function connect(options: PostgresStoreOptions): Observable<DeploymentChange> {
  return new Observable((subscriber) => {
    const client = new Client(connectionSettings(options.uri));
    const changedIds$ = new Subject<string>();
    client.on('error', (error) => subscriber.error(error));
    client.on('end', () => subscriber.error(new Error('the database closed the connection')));
    client.on('notification', ({ payload = EVERYTHING }) => changedIds$.next(payload));

    const listening = client.connect().then(() => client.query(`listen ${CHANNEL}`));
    const batches$ = merge(
      changedIds$.pipe(buffer(changedIds$.pipe(auditTime(COALESCE_MS)))),
      interval(RELOAD_INTERVAL_MS).pipe(map(() => [EVERYTHING])),
    ).pipe(startWith([EVERYTHING]));
    const subscription = batches$
      .pipe(concatMap((ids) => listening.then(() => load(client, ids, options))))
      .subscribe(subscriber);
    return () => {
      subscription.unsubscribe();
      // The connection may already be gone; there is nothing left to close then.
      client.end().catch(() => undefined);
    };
  });
}

async function load(client: Client, ids: readonly string[], options: PostgresStoreOptions): Promise<DeploymentChange> {
  if (ids.includes(EVERYTHING)) {
    return { kind: 'snapshot', deployments: await query(client, selectAllDeployments(), options) };
  }
  const changedIds = [...new Set(ids)];
  const upserted = await query(client, selectDeployments(changedIds), options);
  const present = new Set(upserted.map((row) => row.id));
  return { kind: 'delta', upserted, removedIds: changedIds.filter((id) => !present.has(id)) };
}

async function query(client: Client, statement: QueryConfig, options: PostgresStoreOptions): Promise<Deployment[]> {
  const { rows } = await client.query<Record<string, unknown>>(statement);
  return rows.flatMap((row) => {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind === 'deployment') return [parsed.deployment];
    options.onInvalidRow?.(parsed);
    return [];
  });
}
