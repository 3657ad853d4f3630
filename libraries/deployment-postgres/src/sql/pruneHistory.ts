import type { QueryConfig } from 'pg';

import type { HistoryTable } from './historyTables.js';

export function pruneHistory({ table, timeColumn }: HistoryTable, retentionDays: number): QueryConfig {
  return {
    text: `delete from ${table} where ${timeColumn} < now() - make_interval(days => $1)`,
    values: [retentionDays],
  };
}
