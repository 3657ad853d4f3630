import type { NodeUnit } from '@node-unit/fleet';
import { type ClaimPolicy, type NodeUnitRanking, rankByScore } from '@node-unit/scheduler';

import { deepFreeze } from '../deepFreeze.js';
import type { Finding } from '../Finding.js';
import { ask, type Question } from '../Question.js';
import { questionOf, sampleNodeUnit } from '../sampleQuestions.js';

const MISSING = {
  'its resource usage': { resourceUsage: undefined },
  'its capacity': { capacity: undefined },
  'what its settled processes use': { settledUsage: undefined },
  'everything about it': { resourceUsage: undefined, capacity: undefined, settledUsage: undefined },
} satisfies Record<string, Partial<NodeUnit>>;

/**
 * Finds data that makes a node-unit the best by missing: of node-units that are alike, one says less of itself than the
 * others, and is preferred for it. At most one finding.
 */
export function checkMissingData(policy: ClaimPolicy): readonly Finding[] {
  for (const share of [0.01, 0.5, 0.95]) {
    for (const [what, gap] of Object.entries(MISSING)) {
      const alike = Array.from({ length: 4 }, (_, index) => sampleNodeUnit(`alike-${index}`, share));
      const silent = sampleNodeUnit('silent', share);
      const complete = question([...alike, silent]);
      const incomplete = question([...alike, { ...silent, ...gap }]);
      if (isBest(ask(policy, incomplete)) && !isBest(ask(policy, complete)))
        return [finding(what, share, policy, incomplete)];
    }
  }
  return [];
}

function question(nodeUnits: readonly NodeUnit[]): Question {
  return deepFreeze(
    questionOf(
      'five node-units that are alike',
      nodeUnits,
      nodeUnits.map(() => 2),
    ),
  );
}

/** Whether the silent one is best alone. */
function isBest(rankings: readonly NodeUnitRanking[]): boolean {
  const [first, second] = rankByScore(rankings);
  if (first?.kind !== 'scored' || first.address !== 'silent') return false;
  return second?.kind !== 'scored' || second.score > first.score;
}

function finding(what: string, share: number, policy: ClaimPolicy, question: Question): Finding {
  return {
    code: 'MISSING_DATA_BEST',
    sentence:
      `Of node-units that are alike and use ${share * 100} %, one where ${what} is unknown is the best: ` +
      'what could not be read must never look attractive.',
    example: { unknown: what, usedShare: share, rankings: ask(policy, question) },
  };
}
