import type { Pool, QueryConfig, QueryResult } from 'pg';

import { withLockHolders } from './lockHolders.js';
import type { NodeUnitUsage } from './NodeUnitUsage.js';
import { openPool } from './openPool.js';
import { HISTORY_TABLES, type HistoryTable } from './sql/historyTables.js';
import { insertNodeUnitUsage } from './sql/insertNodeUnitUsage.js';
import { PRUNE_BATCH, pruneHistory } from './sql/pruneHistory.js';

/**
 * The history tables: what node-units used (`node_unit_usage`) and what happened to deployments (`deployment_event`,
 * written by triggers).
 *
 * @public
 */
export interface PostgresHistory {
  /** Records usages that are new. Repeated calls with the same usages, also by other processes, have no effect. */
  recordUsage(usages: readonly NodeUnitUsage[]): Promise<void>;
  /** Deletes older rows from both tables in batches and returns their number. Not for hypertables. */
  prune(retentionDays: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the history tables, which {@link migrateDeploymentTables} made. Connects when it is needed; everything rejects
 * with the driver's error when the database is out of reach; if somebody holds a lock for too long, the error says who.
 *
 * @public
 */
export function openPostgresHistory(uri: string): PostgresHistory {
  const pool = openPool(uri, 'history', { max: 1 });
  return {
    recordUsage: async (usages) => {
      for (const usage of usages) await run(pool, insertNodeUnitUsage(usage));
    },
    prune: async (retentionDays) => {
      let removed = 0;
      for (const table of HISTORY_TABLES) removed += await pruneTable(pool, table, retentionDays);
      return removed;
    },
    close: () => pool.end(),
  };
}

async function run(pool: Pool, statement: QueryConfig): Promise<QueryResult> {
  try {
    return await pool.query(statement);
  } catch (error) {
    throw await withLockHolders(error, pool);
  }
}

async function pruneTable(pool: Pool, table: HistoryTable, retentionDays: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await run(pool, pruneHistory(table, retentionDays));
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < PRUNE_BATCH) return removed;
  }
}
