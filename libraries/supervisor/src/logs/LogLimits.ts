/**
 * How much of the output of deployments is kept.
 *
 * @beta
 */
export interface LogLimits {
  /** A segment that has this size is closed. */
  readonly segmentBytes: number;
  /** Of one deployment, the one that is being written included. */
  readonly segments: number;
  /** Of all deployments together. */
  readonly budgetBytes: number;
}

/**
 * 10 MB × 10 for a deployment, 1 GB for all.
 *
 * @beta
 */
export const DEFAULT_LOG_LIMITS: LogLimits = { segmentBytes: 10_000_000, segments: 10, budgetBytes: 1_000_000_000 };
