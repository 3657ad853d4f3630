import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type NodeUnitRanking, rankByScore } from '../index.js';

const ranking: fc.Arbitrary<NodeUnitRanking> = fc.oneof(
  fc.record({
    kind: fc.constant('scored' as const),
    address: fc.string(),
    score: fc.double(),
    metrics: fc.constant({}),
  }),
  fc.record({ kind: fc.constant('unscored' as const), address: fc.string(), reason: fc.string() }),
);

describe(rankByScore.name, () => {
  it('never puts one without a score before one with a score, and orders scores ascending', () => {
    fc.assert(
      fc.property(fc.array(ranking), (rankings) => {
        const scores = rankByScore(rankings).map((each) => (each.kind === 'scored' ? each.score : undefined));
        const firstUnscored = scores.indexOf(undefined);
        const scored = firstUnscored < 0 ? scores : scores.slice(0, firstUnscored);
        expect(scores.slice(scored.length).every((score) => score === undefined)).toBe(true);
        expect(scored.every((score, index) => index === 0 || Number(scored[index - 1]) <= Number(score))).toBe(true);
        expect(scored.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('does not depend on the order that it was given', () => {
    const unique = fc.uniqueArray(ranking, { selector: (each) => each.address });
    fc.assert(
      fc.property(unique, (rankings) => {
        expect(rankByScore([...rankings].reverse())).toEqual(rankByScore(rankings));
      }),
    );
  });
});
