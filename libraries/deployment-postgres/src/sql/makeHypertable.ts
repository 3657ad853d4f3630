import type { QueryConfig } from 'pg';

import type { HistoryTable } from './historyTables.js';

/** Statements that may be repeated; the last two set the retention anew, because it may have been changed. */
export function makeHypertable(
  { table, timeColumn, segmentColumn }: HistoryTable,
  retentionDays: number,
): readonly QueryConfig[] {
  return [
    {
      text: `select create_hypertable('${table}', '${timeColumn}',
        if_not_exists => true, migrate_data => true, create_default_indexes => false)`,
    },
    { text: `alter table ${table} set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentColumn}')` },
    { text: `select add_compression_policy('${table}', interval '7 days', if_not_exists => true)` },
    { text: `select remove_retention_policy('${table}', if_exists => true)` },
    { text: `select add_retention_policy('${table}', make_interval(days => $1))`, values: [retentionDays] },
  ];
}
