import type { ClusterView, Deployment, NodeUnit, NodeUnitRanking } from '@node-unit/scheduler';

import type { Estimate } from './estimateUsage.js';
import { type Accounts, accountsOf, type ExpectedUsage, expectedUsage } from './expectedUsage.js';
import { heldBy } from './heldBy.js';
import { scoreOf } from './scoreOf.js';
import type { Settings } from './settings.js';

interface Known {
  readonly nodeUnit: NodeUnit;
  readonly held: readonly Deployment[];
  readonly accounts: Accounts;
  readonly estimate: Estimate;
  readonly ranking: NodeUnitRanking;
}

/**
 * Ranks the node-units of one view after another by what they use and are expected to use with what they hold. Works out again
 * only what has changed since the view before.
 */
export function rememberRankings(settings: Settings): (view: ClusterView, estimate: Estimate) => RankOne {
  let last: ReadonlyMap<string, Known> = new Map();
  return (view, estimate) => {
    const before = last;
    const known = new Map<string, Known>();
    last = known;
    return (nodeUnit) => {
      const { address } = nodeUnit;
      const present = rankAgain(known.get(address) ?? before.get(address), nodeUnit, heldBy(nodeUnit, view));
      known.set(address, present);
      return present.ranking;
    };

    function rankAgain(earlier: Known | undefined, nodeUnit: NodeUnit, held: readonly Deployment[]): Known {
      const isSame = earlier?.nodeUnit === nodeUnit && earlier.held === held;
      const accounts = isSame ? earlier.accounts : accountsOf(nodeUnit, held);
      if (isSame && (earlier.estimate === estimate || accounts.waiting.length === 0)) return earlier;
      const ranking = rankingOf(nodeUnit, expectedUsage(accounts, estimate), settings);
      return { nodeUnit, held, accounts, estimate, ranking };
    }
  };
}

type RankOne = (nodeUnit: NodeUnit) => NodeUnitRanking;

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
