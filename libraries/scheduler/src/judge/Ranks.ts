import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';

/**
 * The node-units of a ranking by equal scores, the best first; all unscored form the last rank. The first rank always has a
 * score, so it is empty if nobody has one.
 */
export class Ranks {
  readonly #ranks: readonly (readonly string[])[];
  readonly #best: (readonly string[])[] = [];

  public constructor(rankings: readonly NodeUnitRanking[]) {
    this.#ranks = ranksOf(rankings);
  }

  /** Whether there are others after the first rank and as many more as that. */
  public hasOthers(more: number): boolean {
    return more + 1 < this.#ranks.length;
  }

  /** The place of a node-unit, from 0; infinite if it is not ranked. */
  public placeOf(address: string): number {
    const place = this.#ranks.findIndex((addresses) => addresses.includes(address));
    return place === -1 ? Number.POSITIVE_INFINITY : place;
  }

  /** The first ranks and as many more as that; the same array every time. */
  public best(more: number): readonly string[] {
    return (this.#best[more] ??= this.#ranks.slice(0, more + 1).flat());
  }
}

function ranksOf(rankings: readonly NodeUnitRanking[]): readonly (readonly string[])[] {
  const ranks: string[][] = [];
  let lastScore: number | undefined;
  for (const ranking of rankings) {
    const score = ranking.kind === 'scored' ? ranking.score : undefined;
    const rank = ranks.at(-1);
    if (rank && score === lastScore) rank.push(ranking.address);
    else ranks.push(...(rank || score !== undefined ? [] : [[]]), [ranking.address]);
    lastScore = score;
  }
  return ranks.length === 0 ? [[]] : ranks;
}
