const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 1_500;

/**
 * How long to wait before the next attempt to connect: 100 to 200 ms at first, twice as long after every failure, at
 * most 1,500 ms; the lower half is left to chance, so that the terminals of a returning host do not come all at once.
 *
 * @param failures - attempts that failed since the host was last heard
 * @param random - from 0 to 1
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const longestMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.round(longestMs * (1 + random) * 0.5);
}
