import type { ProcessExit } from './group/ProcessGroup.js';
import type { LogCounts } from './logs/RunLog.js';

/**
 * What happened to a deployment, for the log. The names are stable.
 *
 * @beta
 */
export type SupervisorEvent = { readonly deploymentId: string } & (
  | { readonly event: 'DeploymentInstallStarted'; readonly packageName: string; readonly packageVersion: string }
  | { readonly event: 'DeploymentInstalled'; readonly folder: string; readonly durationMs: number }
  | { readonly event: 'DeploymentInstallFailed'; readonly code: string; readonly reason: string }
  | {
      readonly event: 'DeploymentProcessStarted';
      readonly pid: number;
      readonly runId: string;
      readonly restarts: number;
    }
  /** There is no process; `code` and `reason` say why. */
  | { readonly event: 'DeploymentProcessNotStarted'; readonly code: string; readonly reason: string }
  | ({ readonly event: 'DeploymentProcessExited'; readonly pid: number; readonly ranMs: number } & ProcessExit)
  | { readonly event: 'DeploymentProcessRestarting'; readonly delayMs: number; readonly reason: string }
  | { readonly event: 'DeploymentProcessStopping'; readonly pid: number }
  /** No process of the deployment is left. */
  | { readonly event: 'DeploymentProcessStopped' }
  /** It cannot be installed or started here. Further attempts follow at growing intervals while it stays. */
  | { readonly event: 'DeploymentGivenUp'; readonly reason: string }
  /** Output could not be written; the counts are those of the run. */
  | ({ readonly event: 'DeploymentLogDropped'; readonly reason: string } & LogCounts)
  /** The home or a process of its user could not be removed; the user is not used again before it is. */
  | { readonly event: 'DeploymentUserNotCleared'; readonly reason: string }
);

type WithoutId<E> = E extends unknown ? Omit<E, 'deploymentId'> : never;

/** What an event says apart from the deployment. */
export type EventFields = WithoutId<SupervisorEvent>;
