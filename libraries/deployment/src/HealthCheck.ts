/**
 * What is asked to find out whether a process is well: a URL of this machine (answered with 200 to 399), a local port that
 * accepts a connection, or a command that ends with 0.
 *
 * @public
 */
export type HealthProbe =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'command'; readonly command: readonly string[] };

/**
 * How a process is checked. All times in ms.
 *
 * @public
 */
export interface HealthCheck {
  readonly probe: HealthProbe;
  readonly intervalMs: number;
  /** A probe that takes longer has failed. */
  readonly timeoutMs: number;
  /** So many failures in a row, and the process is started again. */
  readonly failures: number;
  /** How long failures after a start do not count, unless the process has been healthy before. */
  readonly startGraceMs: number;
}
