import { type Deployment, type DeploymentChange, keepWatching, parseDeploymentRow } from '@node-unit/deployment';
import type { Client, QueryConfig } from 'pg';
import type { Observable } from 'rxjs';

import { EVERYTHING, listenAndLoad } from './listenAndLoad.js';
import type { PostgresStoreOptions } from './PostgresStoreOptions.js';
import { selectAllDeployments, selectDeployments } from './sql/selectDeployments.js';

/** A snapshot, then every change as the table's triggers announce it. Connects again for ever. */
export function watchDeploymentTable(options: PostgresStoreOptions): Observable<DeploymentChange> {
  const { uri } = options;
  return keepWatching(() =>
    listenAndLoad({ uri, channel: 'deployment_change', load: (client, ids) => load(client, ids, options) }),
  );
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
