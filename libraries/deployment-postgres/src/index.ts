/**
 * The deployment table in PostgreSQL: its migrations, and the `DeploymentStore` on it.
 *
 * @packageDocumentation
 */
export { migrateDeploymentTables } from './migrateDeploymentTables.js';
export { openPostgresDeploymentStore, type PostgresDeploymentStore } from './openPostgresDeploymentStore.js';
export type { PostgresStoreOptions } from './PostgresStoreOptions.js';
