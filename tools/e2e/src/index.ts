/**
 * End-to-end runs and tests: real processes, a real database, real kills.
 *
 * @packageDocumentation
 */
export type { FailureKind } from './exclusive/failures.js';
export { measureHandovers } from './exclusive/measureExclusive.js';
export type { Handover } from './exclusive/runsOf.js';
export { pidsOf } from './pidsOf.js';
export { reportOf, textOf } from './reportOf.js';
export { hasPassed, runScenario, type RunOptions } from './runScenario.js';
export type { Scenario } from './Scenario.js';
export { DEFAULTS, type Settings } from './Settings.js';
export { scenarios } from './scenarios/index.js';
export { type AddressEvent, TestCluster } from './TestCluster.js';
