/**
 * What a deployment does on a node-unit.
 *
 * - `installing`, `starting`, `running`: the way to a process that runs; one with a health check is `starting` until that
 *   has succeeded.
 * - `backing_off`, `crash_looping`: neither installed nor started now because it failed; a crash loop is three quick ends
 *   in a row.
 * - `completed`: the process has ended, and the restart policy says that this was all.
 * - `stopping`: told to end, not gone yet.
 * - `refused`: it cannot run on this node-unit.
 * - `update_failed`: the new version cannot be installed; the old one goes on.
 *
 * @public
 */
export type DeploymentState =
  | 'installing'
  | 'starting'
  | 'running'
  | 'backing_off'
  | 'crash_looping'
  | 'completed'
  | 'stopping'
  | 'refused'
  | 'update_failed';

/**
 * One row of the table `deployment_status`, as the node-unit that runs the deployment reports it.
 *
 * @public
 */
export interface DeploymentStatus {
  readonly deploymentId: string;
  readonly state: DeploymentState;
  /** Of the leader of its process group; `undefined` while no process runs. */
  readonly pid: number | undefined;
  /** Starts of the process after the first one. */
  readonly restarts: number;
  /** How the last process ended: `exit code 1`, `signal SIGKILL`; empty = none has ended. */
  readonly lastExit: string;
  /** For a person; empty if the state says all. */
  readonly reason: string;
  /** The version of the package that runs; empty = none. */
  readonly resolvedVersion: string;
  readonly claimEpoch: number;
  /** `updatedAt` of the row that the process was started for; another one than that of the row = not up to date yet. */
  readonly rowUpdatedAt: string;
  /** Set while an operator wants it elsewhere: how far that is, or what prevents it. */
  readonly handOver: string;
  /** What the health check says; `undefined` without one, or before it has said anything. */
  readonly healthy: boolean | undefined;
  /** Since when it is in this state, ISO 8601, by the clock of the node-unit. */
  readonly since: string;
}

/**
 * A status as it is stored.
 *
 * @public
 */
export interface StoredDeploymentStatus extends DeploymentStatus {
  /** Of the node-unit. */
  readonly address: string;
  /** ISO 8601, by the clock of the database. */
  readonly updatedAt: string;
}

/**
 * The changes of statuses on one node-unit.
 *
 * @public
 */
export interface StatusReport {
  readonly changed: readonly DeploymentStatus[];
  /** Deployments that the node-unit has nothing to do with any more. */
  readonly removedIds: readonly string[];
}
