import type { Deployment, NodeUnit, NodeUnitRanking } from '@node-unit/scheduler';

import type { Estimate } from './estimateUsage.js';
import { type Accounts, accountsOf, type ExpectedUsage, expectedUsage } from './expectedUsage.js';
import { scoreOf } from './scoreOf.js';
import type { Settings } from './settings.js';

type UsageRanking = (nodeUnit: NodeUnit, held: readonly Deployment[], estimate: Estimate) => NodeUnitRanking;

interface Known {
  readonly held: readonly Deployment[];
  readonly accounts: Accounts;
  readonly estimate: Estimate;
  readonly ranking: NodeUnitRanking;
}

/**
 * Ranks a node-unit by what it uses and is expected to use with what it holds. Works out again only what has changed since the
 * question before.
 */
export function rememberRankings(settings: Settings): UsageRanking {
  const known = new WeakMap<NodeUnit, Known>();
  return (nodeUnit, held, estimate) => {
    const last = known.get(nodeUnit);
    const isHeldAsBefore = last?.held === held;
    const accounts = isHeldAsBefore ? last.accounts : accountsOf(nodeUnit, held);
    if (isHeldAsBefore && (last.estimate === estimate || accounts.waiting.length === 0)) return last.ranking;
    const ranking = rankingOf(nodeUnit, expectedUsage(accounts, estimate), settings);
    known.set(nodeUnit, { held, accounts, estimate, ranking });
    return ranking;
  };
}

function rankingOf({ address }: NodeUnit, expected: ExpectedUsage, settings: Settings): NodeUnitRanking {
  if (expected.kind === 'unknown') return { kind: 'unscored', address, reason: expected.reason };
  const { usage, capacity, estimated } = expected;
  const metrics = {
    cpu_share: usage.cpuPercent / 100,
    memory_share: usage.memoryMb / capacity.memoryTotalMb,
    estimated_deployments: estimated,
  };
  return { kind: 'scored', address, score: scoreOf(usage, capacity, settings), metrics };
}
