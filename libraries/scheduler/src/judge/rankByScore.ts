import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';

/**
 * The rankings from best to worst: ascending scores, then the unscored, then by address, so that the order is
 * deterministic. A score that is not finite counts as unscored.
 *
 * @public
 */
export function rankByScore(rankings: readonly NodeUnitRanking[]): readonly NodeUnitRanking[] {
  const finite = rankings.map(withFiniteScore);
  return finite.length < 2 ? finite : finite.sort((a, b) => byScore(a, b) || byAddress(a, b));
}

function withFiniteScore(ranking: NodeUnitRanking): NodeUnitRanking {
  return ranking.kind === 'unscored' || Number.isFinite(ranking.score)
    ? ranking
    : { kind: 'unscored', address: ranking.address, reason: `the score ${ranking.score} is not finite` };
}

/** No score is infinite, so differences tell the order. */
function byScore(a: NodeUnitRanking, b: NodeUnitRanking): number {
  if (a.kind === 'scored' && b.kind === 'scored') return a.score - b.score;
  return Number(a.kind === 'unscored') - Number(b.kind === 'unscored');
}

function byAddress(a: NodeUnitRanking, b: NodeUnitRanking): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}
