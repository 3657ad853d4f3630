import type { ClaimPolicy, ClusterView, NodeUnit, NodeUnitRanking, PreparedRanking } from '@node-unit/scheduler';

import { sampleTwo } from './sampleTwo.js';

/**
 * The policy `power_of_two`: two node-units are sampled for each deployment, and the one of them that holds fewer is
 * eligible. The others come after both, by the number of deployments, so that nobody starves when both hang.
 * It has no settings.
 *
 * @remarks
 * In a large fleet with `least_deployments`, all node-units race for one minimum; here two race for each deployment.
 * The idea is that of two random choices (Mitzenmacher 2001): nearly as even as looking at everybody.
 * Which two depends on the ID, so this policy is asked for every deployment.
 *
 * @public
 */
export function createClaimPolicy(): ClaimPolicy {
  const name = 'power_of_two';
  return {
    name,
    describe: () => ({ name, settings: {} }),
    prepare,
    rank: (deployment, nodeUnits, view) => prepare(view)(deployment, nodeUnits),
  };
}

function prepare({ deploymentsByAddress }: ClusterView): PreparedRanking {
  const countOf = (address: string): number => deploymentsByAddress.get(address)?.length ?? 0;
  const fleets = new Map<readonly NodeUnit[], Fleet>();
  return ({ id }, nodeUnits) => {
    const fleet = fleets.get(nodeUnits) ?? fleetOf(nodeUnits, countOf);
    fleets.set(nodeUnits, fleet);
    const sampled = sampleTwo(id, fleet.addresses);
    const behindSampled = Math.max(0, ...sampled.map(countOf)) + 1;
    const others = fleet.othersBehind(behindSampled).filter(({ address }) => !sampled.includes(address));
    return [...sampled.map((address) => ranking(address, countOf(address), 0, 1)), ...others];
  };
}

/** What is the same for all deployments for which the same node-units qualify. */
interface Fleet {
  readonly addresses: readonly string[];
  /** All, as they are ranked behind the two that are sampled; the best first. */
  readonly othersBehind: (score: number) => readonly NodeUnitRanking[];
}

function fleetOf(nodeUnits: readonly NodeUnit[], countOf: (address: string) => number): Fleet {
  const addresses = nodeUnits.map(({ address }) => address);
  const fewestFirst = addresses
    .map((address) => ({ address, deployments: countOf(address) }))
    .sort((a, b) => a.deployments - b.deployments || (a.address < b.address ? -1 : 1));
  const known = new Map<number, readonly NodeUnitRanking[]>();
  const othersBehind = (score: number): readonly NodeUnitRanking[] => {
    const others =
      known.get(score) ?? fewestFirst.map(({ address, deployments }) => ranking(address, deployments, score, 0));
    known.set(score, others);
    return others;
  };
  return { addresses, othersBehind };
}

function ranking(address: string, deployments: number, behind: number, sampled: number): NodeUnitRanking {
  return { kind: 'scored', address, score: behind + deployments, metrics: { deployments, sampled } };
}
