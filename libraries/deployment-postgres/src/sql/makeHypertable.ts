import type { QueryConfig } from 'pg';

import type { HistoryTable } from './historyTables.js';

/** Whether the table is a hypertable with compression already: one row. Compression cannot be set twice. */
export function selectHypertable({ table }: HistoryTable): QueryConfig {
  return {
    text: `select from timescaledb_information.hypertables
      where hypertable_schema = current_schema() and hypertable_name = $1 and compression_enabled`,
    values: [table],
  };
}

/** Makes it one. The data that is there moves. */
export function makeHypertable({ table, timeColumn, segmentColumn }: HistoryTable): readonly QueryConfig[] {
  return [
    {
      text: `select create_hypertable('${table}', '${timeColumn}',
        if_not_exists => true, migrate_data => true, create_default_indexes => false)`,
    },
    { text: `alter table ${table} set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentColumn}')` },
    { text: `select add_compression_policy('${table}', interval '7 days', if_not_exists => true)` },
  ];
}

/** Replaces the retention policy of a hypertable, because the setting may have changed. */
export function setRetention({ table }: HistoryTable, retentionDays: number): readonly QueryConfig[] {
  return [
    { text: `select remove_retention_policy('${table}', if_exists => true)` },
    { text: `select add_retention_policy('${table}', make_interval(days => $1))`, values: [retentionDays] },
  ];
}
