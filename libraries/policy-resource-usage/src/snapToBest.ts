import type { NodeUnitRanking } from '@node-unit/scheduler';

/** Within this part of what one more deployment adds, scores differ by the noise of the measurement only. */
const NOISE_PER_STEP = 0.25;

/**
 * Scores that are within the noise of the best one count as equal to it: a tie, which the database decides, instead of
 * everybody waiting for the one that happens to be a thousandth lower.
 *
 * @param smallestStep - What one more deployment adds to a score at least.
 */
export function snapToBest(rankings: readonly NodeUnitRanking[], smallestStep: number): readonly NodeUnitRanking[] {
  let best = Number.POSITIVE_INFINITY;
  for (const ranking of rankings) if (ranking.kind === 'scored') best = Math.min(best, ranking.score);
  return rankings.map((ranking) =>
    ranking.kind === 'scored' && ranking.score - best <= smallestStep * NOISE_PER_STEP
      ? { ...ranking, score: best }
      : ranking,
  );
}
