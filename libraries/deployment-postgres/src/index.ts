/**
 * The tables in PostgreSQL: their migrations, the `DeploymentStore` on one of them, and what others are read for.
 *
 * @packageDocumentation
 */
export type { NodeUnitUsage } from './NodeUnitUsage.js';
export { migrateDeploymentTables } from './migrateDeploymentTables.js';
export { openPostgresDeploymentStore, type PostgresDeploymentStore } from './openPostgresDeploymentStore.js';
export { openPostgresOperations, type PostgresOperations } from './operations/openPostgresOperations.js';
export { openPostgresHistory, type PostgresHistory } from './openPostgresHistory.js';
export {
  openPostgresQueries,
  type PostgresQueries,
  type PostgresQueriesOptions,
  type PostgresRow,
} from './queries/openPostgresQueries.js';
export type { ResultSize } from './queries/ResultLimit.js';
export { PostgresQueryError, type PostgresQueryErrorCode } from './queries/PostgresQueryError.js';
export { type HistoryTables, prepareHistoryTables } from './prepareHistoryTables.js';
export type { FollowOptions, NotificationChannel, PostgresStatement, Query } from './listen/FollowOptions.js';
export { PostgresListener } from './listen/PostgresListener.js';
export { type PortalConfigTableOptions, watchPortalConfigTable } from './watchPortalConfigTable.js';
export type { PostgresStoreOptions } from './PostgresStoreOptions.js';
export { describeDatabaseFault } from './describeDatabaseFault.js';
