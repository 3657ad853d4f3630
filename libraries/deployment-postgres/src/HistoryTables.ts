/**
 * How the history tables are kept.
 *
 * - `hypertable`: TimescaleDB compresses and drops what is old by itself.
 * - `plain`: somebody has to prune them; `reason` says why there is no TimescaleDB.
 *
 * @public
 */
export type HistoryTables = { readonly kind: 'hypertable' } | { readonly kind: 'plain'; readonly reason: string };
