import {
  type Deployment,
  type DeploymentChange,
  type InvalidDeployment,
  keepWatching,
  parseDeploymentRow,
} from '@node-unit/deployment';
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
  if (ids.includes(EVERYTHING)) return { kind: 'snapshot', ...(await query(client, selectAllDeployments(), options)) };
  const changedIds = [...new Set(ids)];
  const { deployments: upserted, invalid } = await query(client, selectDeployments(changedIds), options);
  const present = new Set([...upserted, ...invalid].map((row) => row.id));
  return { kind: 'delta', upserted, invalid, removedIds: changedIds.filter((id) => !present.has(id)) };
}

interface ReadRows {
  readonly deployments: readonly Deployment[];
  readonly invalid: readonly InvalidDeployment[];
}

async function query(client: Client, statement: QueryConfig, options: PostgresStoreOptions): Promise<ReadRows> {
  const { rows } = await client.query<Record<string, unknown>>(statement);
  const deployments: Deployment[] = [];
  const invalid: InvalidDeployment[] = [];
  for (const row of rows) {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind === 'deployment') deployments.push(parsed.deployment);
    else invalid.push({ id: parsed.id, reason: parsed.reason });
  }
  for (const row of invalid) options.onInvalidRow?.(row);
  return { deployments, invalid };
}
