import type { ClusterView, NodeUnit, NodeUnitCapacity, NodeUnitRanking } from '@node-unit/scheduler';

import { type Estimate, rememberEstimates } from './estimateUsage.js';
import { shareOf } from './expectedUsage.js';
import { heldBy } from './heldBy.js';
import { rememberRankings } from './rankByUsage.js';
import { scoreOf } from './scoreOf.js';
import type { Settings } from './settings.js';
import { lowestScore } from './tieWithBest.js';

/** What is the same for all deployments for which the same node-units qualify. */
export interface Fleet {
  readonly rankings: readonly NodeUnitRanking[];
  readonly lowest: number;
  /** By how much a deployment of a package would raise the score where it weighs least. */
  readonly smallestStep: (packageName: string) => number;
}

/** The fleets of one view after another: by the list of those that qualify, each worked out once. */
export function fleetsByView(settings: Settings): (view: ClusterView) => (nodeUnits: readonly NodeUnit[]) => Fleet {
  const estimateOf = rememberEstimates();
  const rankersOf = rememberRankings(settings);
  let last: { readonly view: ClusterView; readonly fleetOf: (nodeUnits: readonly NodeUnit[]) => Fleet } | undefined;
  return (view) => {
    if (last?.view === view) return last.fleetOf;
    const estimate = estimateOf(view.nodeUnits);
    const rank = rankersOf(view, estimate);
    const fleets = new Map<readonly NodeUnit[], Fleet>();
    const fleetOf = (nodeUnits: readonly NodeUnit[]): Fleet => {
      const known = fleets.get(nodeUnits);
      if (known) return known;
      const rankings = nodeUnits.map(rank);
      const lowest = lowestScore(rankings);
      const fleet = Number.isFinite(lowest)
        ? { rankings, lowest, smallestStep: smallestSteps(nodeUnits, estimate, settings) }
        : byCount(nodeUnits, view);
      fleets.set(nodeUnits, fleet);
      return fleet;
    };
    last = { view, fleetOf };
    return fleetOf;
  };
}

function smallestSteps(nodeUnits: readonly NodeUnit[], estimate: Estimate, settings: Settings): Fleet['smallestStep'] {
  const capacities = distinctCapacities(nodeUnits);
  return (packageName) => {
    const usage = estimate(packageName);
    return Math.min(...capacities.map((capacity) => scoreOf(shareOf(usage, capacity), capacity, settings)));
  };
}

/** Most machines of a fleet are alike. */
function distinctCapacities(nodeUnits: readonly NodeUnit[]): readonly NodeUnitCapacity[] {
  const distinct = new Map<string, NodeUnitCapacity>();
  for (const { capacity } of nodeUnits) {
    if (capacity) distinct.set(`${capacity.cpuCores} ${capacity.memoryTotalMb}`, capacity);
  }
  return [...distinct.values()];
}

/** Nobody has a score by usage. */
function byCount(nodeUnits: readonly NodeUnit[], view: ClusterView): Fleet {
  const fallback = 'nobody has a known resource usage, so the number of deployments decides';
  const rankings = nodeUnits.map((nodeUnit): NodeUnitRanking => {
    const deployments = heldBy(nodeUnit, view).length;
    return { kind: 'scored', address: nodeUnit.address, score: deployments, metrics: { deployments }, fallback };
  });
  return { rankings, lowest: lowestScore(rankings), smallestStep: () => 0 };
}
