/**
 * A real PostgreSQL server from a registry package or from this machine: for an installation on one machine, for tests
 * and the playground.
 *
 * @packageDocumentation
 */
export type { LocalPostgres, LocalPostgresOptions } from './LocalPostgres.js';
export { isReachableByAll } from './isReachableByAll.js';
export { lockFolder } from './lockFolder.js';
export { makeTemporaryFolder } from './makeTemporaryFolder.js';
export { NoPostgresError } from './NoPostgresError.js';
export { DataFolderError } from './prepareDataFolder.js';
export { startLocalPostgres } from './startLocalPostgres.js';
