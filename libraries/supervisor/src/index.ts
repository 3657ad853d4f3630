/**
 * Runs deployments as process groups: install, spawn, restart, stop, logs, no orphans.
 *
 * @packageDocumentation
 */
export type { ProcessExit, ProcessGroup, ProcessGroupOptions, ProcessStream } from './group/ProcessGroup.js';
export { spawnProcessGroup } from './group/spawnProcessGroup.js';
export { SupervisorError, type SupervisorErrorCode } from './SupervisorError.js';
