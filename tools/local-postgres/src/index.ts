/**
 * A real PostgreSQL server from a registry package, for tests and the playground.
 *
 * @packageDocumentation
 */
export type { LocalPostgres, LocalPostgresOptions } from './LocalPostgres.js';
export { makeTemporaryFolder } from './makeTemporaryFolder.js';
export { DataFolderError } from './prepareDataFolder.js';
export { startLocalPostgres } from './startLocalPostgres.js';
