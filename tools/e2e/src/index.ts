/**
 * End-to-end tests: real processes, a real database, real kills.
 *
 * @packageDocumentation
 */
export { pidsOf } from './pidsOf.js';
export { type AddressEvent, TestCluster } from './TestCluster.js';
