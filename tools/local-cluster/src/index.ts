/**
 * A whole cluster of real processes on this machine, what it looks like at a moment, and how to wait for that; for the
 * playground and the end-to-end tests.
 *
 * @packageDocumentation
 */
export {
  allAssigned,
  allRunning,
  type ClusterPicture,
  distribution,
  wantedDeployments,
  watchCluster,
} from './ClusterPicture.js';
export { DataFolderError } from '@node-unit/local-postgres';
export type { LocalCluster, NodeUnitOptions, NodeUnitRecord } from './LocalCluster.js';
export { createNamespace, type NetworkNamespace, whyNoNamespaces } from './networkNamespace.js';
export { type LogRecord, type Program, startProgram } from './Program.js';
export { isolatedEnvironment, startHostProgram, startStorageProgram, whenServing } from './programs.js';
export { environmentOf, processesOf, processesWith, untilNoProcessOf } from './processesOf.js';
export type { RunningProcess, RunningProcesses } from './runningProcesses.js';
export { SAMPLE_DEPLOYMENT } from './sampleDeployment.js';
export { createWaiter, type Waiter } from './Waiter.js';
export { type LocalClusterOptions, startLocalCluster } from './startLocalCluster.js';
