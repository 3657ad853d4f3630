/**
 * A whole cluster of real processes on this machine, for the playground and the end-to-end tests.
 *
 * @packageDocumentation
 */
export type { LocalCluster, NodeUnitOptions, NodeUnitRecord } from './LocalCluster.js';
export { type LogRecord, type Program, startProgram } from './Program.js';
export { isolatedEnvironment, startHostProgram, startStorageProgram } from './programs.js';
export { processesOf, processesWith } from './processesOf.js';
export type { RunningProcess, RunningProcesses } from './runningProcesses.js';
export { SAMPLE_DEPLOYMENT } from './sampleDeployment.js';
export { type LocalClusterOptions, startLocalCluster } from './startLocalCluster.js';
