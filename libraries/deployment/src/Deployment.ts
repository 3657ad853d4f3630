import type { Constraints } from './Constraints.js';
import type { HealthCheck } from './HealthCheck.js';

/**
 * The kind of a deployment: a `deployment` runs on the one node-unit it is assigned to,
 * a `daemon` runs on every node-unit and is never assigned.
 *
 * @public
 */
export type DeploymentType = 'deployment' | 'daemon';

/**
 * Which ends of a process are followed by a new start: all, those with a code other than 0 or by a signal, or none.
 *
 * @public
 */
export type RestartPolicy = 'always' | 'on_failure' | 'never';

/**
 * One row of the `deployment` table: a package to keep running somewhere.
 *
 * @public
 */
export interface Deployment {
  /** UUID, lower case. */
  readonly id: string;
  /** What operators call it; deployments that differ only in {@link Deployment.replica} share it. Empty = none. */
  readonly name: string;
  /** From 0 up; unique among the deployments of one name. */
  readonly replica: number;
  readonly packageName: string;
  /** An npm spec: `1.2.3`, `^1.2`, `latest`, `file:/absolute/path`. */
  readonly packageVersion: string;
  /** The `packageVersion` before the last change of it; empty = it was never changed. */
  readonly previousVersion: string;
  /** Replaces the package's entry file where the node-unit allows custom commands; empty = the entry file. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of the process; it cannot override variables that identify the process. */
  readonly env: Readonly<Record<string, string>>;
  readonly type: DeploymentType;
  /** The address of the node-unit that it is assigned to; the empty string = unassigned. */
  readonly address: string;
  readonly enabled: boolean;
  /** UTC, ISO 8601 with microseconds, so that text order is time order. */
  readonly createdAt: string;
  /** Time of the last update of the row, in the form of `createdAt`. */
  readonly updatedAt: string;
  /** Increases by one with every change of `address`: a fencing token. */
  readonly claimEpoch: number;
  /** Milliseconds for which a holder must have been silent before another may start; 0 = not exclusive. */
  readonly exclusiveMs: number;
  /** What happens when the process ends by itself. */
  readonly restart: RestartPolicy;
  /** How long the process may take to end after SIGTERM, before SIGKILL. */
  readonly stopGraceMs: number;
  /** A process group that uses more is ended in order and started again; 0 = no limit. */
  readonly memoryMaxMb: number;
  /** `undefined` = none. */
  readonly health: HealthCheck | undefined;
  /** Required node tags; `{}` = none. */
  readonly constraints: Constraints;
}
