import {
  type Deployment,
  type DeploymentChange,
  type InvalidDeployment,
  keepWatching,
  parseDeploymentRow,
} from '@node-unit/deployment';
import type { Observable } from 'rxjs';

import { findMissedRows } from './digest/compareTable.js';
import { TableDigest } from './digest/TableDigest.js';
import { EVERYTHING } from './listen/followChannel.js';
import type { Query } from './listen/FollowOptions.js';
import type { PostgresListener } from './listen/PostgresListener.js';
import type { PostgresStoreOptions } from './PostgresStoreOptions.js';
import { selectWithDigest } from './sql/selectDeployments.js';

/**
 * A snapshot, then every change as the table's triggers announce it. Connects again for ever. A digest of the table is
 * compared every minute: rows that no trigger announced are read then.
 */
export function watchDeploymentTable(
  listener: PostgresListener,
  options: Omit<PostgresStoreOptions, 'listener'>,
): Observable<DeploymentChange> {
  const { checkIntervalMs } = options;
  return keepWatching(() => {
    const reader = new TableReader(options);
    return listener.follow<DeploymentChange>({
      channel: 'deployment_change',
      load: (query, payloads) =>
        payloads.includes(EVERYTHING) ? reader.readAll(query) : reader.read(query, new Set(payloads)),
      check: (query, announced) => reader.readMissed(query, announced),
      checkIntervalMs,
    });
  });
}

/** Reads rows, and knows what it has read. */
class TableReader {
  #known = new TableDigest();
  readonly #options: PostgresStoreOptions;

  public constructor(options: PostgresStoreOptions) {
    this.#options = options;
  }

  public async readAll(query: Query): Promise<DeploymentChange> {
    this.#known = new TableDigest();
    return { kind: 'snapshot', ...(await this.#read(query, undefined)) };
  }

  public async read(query: Query, ids: ReadonlySet<string>): Promise<DeploymentChange> {
    const { deployments: upserted, invalid } = await this.#read(query, [...ids]);
    const present = new Set([...upserted, ...invalid].map(({ id }) => id));
    const removedIds = [...ids].filter((id) => !present.has(id));
    removedIds.forEach((id) => this.#known.delete(id));
    return { kind: 'delta', upserted, invalid, removedIds };
  }

  public async readMissed(
    query: Query,
    announced: () => Promise<ReadonlySet<string>>,
  ): Promise<DeploymentChange | undefined> {
    const missed = await findMissedRows(query, this.#known, announced);
    if (missed.length === 0) return undefined;
    this.#options.onMissedRows?.(missed);
    return this.read(query, new Set(missed));
  }

  async #read(query: Query, ids: readonly string[] | undefined): Promise<ReadRows> {
    const rows = await query<Record<string, unknown> & { digest: number }>(selectWithDigest(ids));
    const deployments: Deployment[] = [];
    const invalid: InvalidDeployment[] = [];
    for (const row of rows) {
      this.#known.set(String(row['id']), row.digest);
      const parsed = parseDeploymentRow(row);
      if (parsed.kind === 'deployment') deployments.push(parsed.deployment);
      else invalid.push({ id: parsed.id, reason: parsed.reason });
    }
    for (const row of invalid) this.#options.onInvalidRow?.(row);
    return { deployments, invalid };
  }
}

interface ReadRows {
  readonly deployments: readonly Deployment[];
  readonly invalid: readonly InvalidDeployment[];
}
