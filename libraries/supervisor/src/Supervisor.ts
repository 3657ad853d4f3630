import type { Deployment, DeploymentStatus } from '@node-unit/deployment';
import type { Observable } from 'rxjs';

import type { PackageLimits } from './install/planPackagePruning.js';
import type { LeaseKeeper } from './lease/LeaseKeeper.js';
import type { LogLimits } from './logs/LogLimits.js';
import type { LogLine, LogQuery } from './logs/LogQuery.js';
import type { LogTotals } from './logs/LogStore.js';
import type { LogCounts } from './logs/RunLog.js';
import type { LogSlice } from './logs/readLogSlice.js';
import type { SupervisorEvent } from './SupervisorEvent.js';
import type { RunAs } from './users/RunAs.js';

/**
 * What a {@link Supervisor} runs on.
 *
 * @beta
 */
export interface SupervisorOptions {
  /** Absolute; holds packages and logs. Several node-units may share it. */
  readonly workspaceDir: string;
  /** Whether a deployment may name a command that is no program of its package, or make Node.js load other code. */
  readonly enableCustomCommand: boolean;
  /** Whom deployments and installations run as, from {@link chooseRunAs}. Default: the agent's own user. */
  readonly runAs?: RunAs;
  /** How many packages are kept that nobody uses. Default: 3 of each name, for 7 days. */
  readonly packageLimits?: PackageLimits;
  /** How much of the output of deployments is kept. Default: 10 MB × 10 for one, 1 GB for all. */
  readonly logLimits?: LogLimits;
  /** Ends exclusive deployments in time. Without it, `exclusiveMs` has no effect here. */
  readonly leases?: LeaseKeeper | undefined;
  /** Variables that identify a run and that the deployment cannot replace; asked for at every start of a process. */
  readonly environmentOf: (deployment: Deployment) => Readonly<Record<string, string>>;
  /**
   * Awaited before a deployment is prepared and started, because other work may be more urgent; resolves at the latest when
   * the signal is aborted. Default: no other work is.
   */
  readonly turn?: (signal: AbortSignal) => Promise<void>;
  readonly onEvent: (event: SupervisorEvent) => void;
  /** The agent's own environment. Only what every process needs is passed on; npm gets its settings too. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After it, npm and the install scripts of a package are killed. Default: 10 minutes. */
  readonly installTimeoutMs?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clockMs?: () => number;
  /** From 0 up to, not including, 1: spreads restarts. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * A deployment whose process runs.
 *
 * @beta
 */
export interface RunningInstance {
  readonly deployment: Deployment;
  /** The leader of its process group. */
  readonly pid: number;
  /** When this process was started, in ms since the epoch; a restart is a new one. */
  readonly startedAtMs: number;
}

/**
 * Keeps a set of deployments running on this machine.
 *
 * @beta
 */
export interface Supervisor {
  /** The set that shall run. Starts, restarts and stops what differs; returns at once. */
  setDeployments(deployments: readonly Deployment[]): void;
  /** By deployment id; replays the current value. A deployment that does not run and is not stopping is missing. */
  readonly states$: Observable<ReadonlyMap<string, DeploymentStatus>>;
  /** The leaders of the process groups that run now. */
  rootPids(): readonly number[];
  /** What runs now, process group by process group. */
  instances(): readonly RunningInstance[];
  /**
   * Tells what the running process groups use, by the pid of their leader. A deployment that uses more than its
   * `memoryMaxMb` is ended in order and started again.
   */
  limitMemory(usages: ReadonlyMap<number, { readonly memoryMb: number }>): void;
  /** Removes packages that no agent of the workspace uses; gives the names of their folders. */
  prunePackages(): Promise<readonly string[]>;
  /** The output of a deployment that is kept here, whether it runs or not; completes unless it is followed. */
  readLog(deploymentId: string, query?: LogQuery): Observable<LogLine>;
  /** What became of the output of the run that goes on; undefined if there is none. */
  logCounts(deploymentId: string): LogCounts | undefined;
  /** What became of the output of all runs since the start of this process. */
  logTotals(): LogTotals;
  /**
   * Up to 128 KiB of the latest output of a deployment, cut at whole characters; undefined if it has no log here.
   *
   * @param start - A byte of the segment that is being written; negative = counted from its end.
   */
  readLogSlice(deploymentId: string, start: number): Promise<LogSlice | undefined>;
  /**
   * The names of the programs (`bin`) of a package, which is installed for that.
   *
   * @throws SupervisorError; the signal's reason if it was aborted
   */
  programsOf(packageName: string, packageVersion: string, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Stops one, in order; resolves when no process of it is left. It stays stopped until its row changes, or leaves the
   * set and comes back.
   */
  stop(deploymentId: string): Promise<void>;
  /** Stops all at the same time, in order; resolves when none is left. The set is ignored from now on. */
  stopAll(): Promise<void>;
}
