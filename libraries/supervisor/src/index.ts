/**
 * Runs deployments as process groups: install, spawn, restart, stop, logs, no orphans.
 *
 * @packageDocumentation
 */
export { createSupervisor } from './createSupervisor.js';
export type { ProcessExit, ProcessGroup, ProcessGroupOptions, ProcessStream } from './group/ProcessGroup.js';
export { type LeaseKeeperOptions, LeaseKeeper, type LeaseMode } from './lease/LeaseKeeper.js';
export { monotonicMs } from './lease/monotonicMs.js';
export { spawnProcessGroup } from './group/spawnProcessGroup.js';
export type { RunningInstance, Supervisor, SupervisorOptions } from './Supervisor.js';
export { SupervisorError, type SupervisorErrorCode } from './SupervisorError.js';
export type { SupervisorEvent } from './SupervisorEvent.js';
export type { ProcessUser } from './users/ProcessUser.js';
export type { RunAs } from './users/RunAs.js';
export { readUidRange, type UidRange } from './users/UidRange.js';
export { chooseRunAs, type RunAsQuestion } from './users/chooseRunAs.js';
export type { RunAsChoice } from './users/decideRunAs.js';
export { DEFAULT_LOG_LIMITS, type LogLimits } from './logs/LogLimits.js';
export type { LogLine, LogQuery } from './logs/LogQuery.js';
export type { LogStream } from './logs/LogPiece.js';
export type { LogTotals } from './logs/LogStore.js';
export type { LogCounts } from './logs/RunLog.js';
export type { LogSlice } from './logs/readLogSlice.js';
export { DEFAULT_PACKAGE_LIMITS, type PackageLimits } from './install/planPackagePruning.js';
