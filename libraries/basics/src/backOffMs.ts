/**
 * Between which pauses a back-off moves.
 *
 * @public
 */
export interface BackOff {
  /** The longest pause after the first failure, in ms. */
  readonly firstMs: number;
  /** The longest pause of all, in ms. */
  readonly mostMs: number;
}

/**
 * How long to wait before something that failed is tried again: exponential back-off with equal jitter. The longest
 * pause doubles with every failure; the lower half of it is certain and the upper half is left to chance, so that those
 * who failed together do not come back together.
 *
 * @param failures - Failures in a row before this one.
 * @param random - From 0 to 1.
 * @returns Whole milliseconds.
 *
 * @public
 */
export function backOffMs({ firstMs, mostMs }: BackOff, failures: number, random: number): number {
  const longestMs = Math.min(firstMs * 2 ** Math.min(failures, 50), mostMs);
  return Math.round((longestMs * (1 + random)) / 2);
}
