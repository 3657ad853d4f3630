/** The tables that only grow, and by which column they are old. */
export const HISTORY_TABLES = [
  { table: 'deployment_event', timeColumn: 'occurred_at', segmentColumn: 'deployment_id' },
  { table: 'node_unit_usage', timeColumn: 'time', segmentColumn: 'address' },
] as const;

export type HistoryTable = (typeof HISTORY_TABLES)[number];
