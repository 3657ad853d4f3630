const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds to wait before a start is tried again: doubling from 500 ms to 30 s, of which the half at most is taken
 * off at random so that those that fail together do not come back together.
 *
 * @param attempt - the number of failures in a row before this one
 * @param random - in [0, 1)
 */
export function restartDelay(attempt: number, random: number): number {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return Math.round(delayMs * (1 - random / 2));
}
