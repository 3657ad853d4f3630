/** @public */
export type DeploymentState =
  | 'installing'
  | 'starting'
  | 'running'
  | 'backing_off'
  | 'crash_looping'
  | 'stopping'
  | 'refused'
  | 'update_failed'
  | 'completed';
/** @public */
export interface DeploymentStatus {
  readonly deploymentId: string;
  readonly state: DeploymentState;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly lastExit: string;
  readonly reason: string;
  readonly resolvedVersion: string;
  readonly claimEpoch: number;
  readonly healthy: boolean | undefined;
  readonly since: string;
}
/** @public */
export interface HealthCheck {
  readonly probe:
    | { readonly kind: 'http'; readonly url: string }
    | { readonly kind: 'tcp'; readonly port: number }
    | { readonly kind: 'command'; readonly command: readonly string[] };
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly failures: number;
  readonly startGraceMs: number;
}
