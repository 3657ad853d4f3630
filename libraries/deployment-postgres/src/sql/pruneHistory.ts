import type { QueryConfig } from 'pg';

import type { HistoryTable } from './historyTables.js';

/** So many rows are removed well within the time that a statement has. */
export const PRUNE_BATCH = 10_000;

/** Removes at most {@link PRUNE_BATCH} rows that are older; those that somebody holds locked are left for the next time. Not for hypertables: those drop what is old themselves. */
export function pruneHistory({ table, timeColumn }: HistoryTable, retentionDays: number): QueryConfig {
  return {
    text: `delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${timeColumn} < now() - make_interval(days => $1) limit $2
      for update skip locked
    ))`,
    values: [retentionDays, PRUNE_BATCH],
  };
}
