import type { NodeUnitRanking } from '@node-unit/scheduler';

/** Within this part of what one more deployment adds, scores differ by the noise of the measurement only. */
const NOISE_PER_STEP = 0.25;

type Scored = Extract<NodeUnitRanking, { readonly kind: 'scored' }>;

/** The lowest score; infinite if nobody has one. */
export function lowestScore(rankings: readonly NodeUnitRanking[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const ranking of rankings) if (ranking.kind === 'scored') lowest = Math.min(lowest, ranking.score);
  return lowest;
}

/**
 * Scores that are within the noise of the lowest one count as equal to it: a tie, which the database decides, instead of
 * everybody waiting for the one that happens to be a thousandth lower.
 *
 * @param smallestStep - What one more deployment adds to a score at least.
 */
export function tieWithBest(
  rankings: readonly NodeUnitRanking[],
  lowest: number,
  smallestStep: number,
): readonly NodeUnitRanking[] {
  return rankings.map((ranking) => (isTied(ranking, lowest, smallestStep) ? { ...ranking, score: lowest } : ranking));
}

/** Those of {@link tieWithBest} that have the lowest score. */
export function bestOf(
  rankings: readonly NodeUnitRanking[],
  lowest: number,
  smallestStep: number,
): readonly NodeUnitRanking[] {
  const tied = rankings.filter((ranking) => isTied(ranking, lowest, smallestStep));
  return tieWithBest(tied, lowest, smallestStep);
}

function isTied(ranking: NodeUnitRanking, lowest: number, smallestStep: number): ranking is Scored {
  return ranking.kind === 'scored' && ranking.score - lowest <= smallestStep * NOISE_PER_STEP;
}
