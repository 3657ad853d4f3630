import type { ClaimPolicy, ClusterView, NodeUnit, NodeUnitRanking } from '@node-unit/scheduler';

import { rememberSampling } from './rememberSampling.js';

/**
 * The policy `power_of_two`: two node-units are sampled for each deployment, and the one of them that holds fewer is
 * eligible. The others come after both, by the number of deployments, so that nobody starves when both hang.
 * It has no settings.
 *
 * @remarks
 * In a large fleet with `least_deployments`, all node-units race for one minimum; here two race for each deployment.
 * The idea is that of two random choices (Mitzenmacher 2001): nearly as even as looking at everybody.
 * Which two depends on the ID, so this policy is asked for every deployment; it names the best without ranking the others.
 *
 * @public
 */
export function createClaimPolicy(): ClaimPolicy {
  const name = 'power_of_two';
  return {
    name,
    describe: () => ({ name, settings: {} }),
    prepare: (view) => {
      const fleetOf = fleetsOf(view);
      return ({ id }, nodeUnits) => everybody(fleetOf(nodeUnits), id);
    },
    prepareBest: (view) => {
      const fleetOf = fleetsOf(view);
      return ({ id }, nodeUnits) => best(fleetOf(nodeUnits).sampled(id));
    },
    rank: ({ id }, nodeUnits, view) => everybody(fleetsOf(view)(nodeUnits), id),
  };
}

interface Counted {
  readonly address: string;
  readonly deployments: number;
}

/** What is the same for all deployments for which the same node-units qualify. */
interface Fleet {
  readonly sampled: (id: string) => readonly Counted[];
  /** All, as they are ranked behind the two that are sampled; the best first. */
  readonly othersBehind: (score: number) => readonly NodeUnitRanking[];
}

/** Which addresses are drawn depends on them and the ID alone, so all policies of a process share it. */
const samplingOf = rememberSampling();

function fleetsOf({ deploymentsByAddress }: ClusterView): (nodeUnits: readonly NodeUnit[]) => Fleet {
  const fleets = new Map<readonly NodeUnit[], Fleet>();
  return (nodeUnits) => {
    const known = fleets.get(nodeUnits);
    if (known) return known;
    const counted = nodeUnits.map(({ address }) => ({
      address,
      deployments: deploymentsByAddress.get(address)?.length ?? 0,
    }));
    const fleet = fleetOf(counted);
    fleets.set(nodeUnits, fleet);
    return fleet;
  };
}

function fleetOf(counted: readonly Counted[]): Fleet {
  const sample = samplingOf(counted.map(({ address }) => address));
  const known = new Map<number, readonly NodeUnitRanking[]>();
  let fewestFirst: readonly Counted[] | undefined;
  const othersBehind = (score: number): readonly NodeUnitRanking[] => {
    fewestFirst ??= [...counted].sort(byDeployments);
    const others = known.get(score) ?? fewestFirst.map((each) => ranking(each, score, 0));
    known.set(score, others);
    return others;
  };
  return { sampled: (id) => sample(id).flatMap((place) => counted[place] ?? []), othersBehind };
}

function byDeployments(one: Counted, other: Counted): number {
  return one.deployments - other.deployments || (one.address < other.address ? -1 : 1);
}

function everybody({ sampled: sampledFor, othersBehind }: Fleet, id: string): readonly NodeUnitRanking[] {
  const sampled = sampledFor(id);
  const behindSampled = Math.max(0, ...sampled.map(({ deployments }) => deployments)) + 1;
  const addresses = sampled.map(({ address }) => address);
  const others = othersBehind(behindSampled).filter(({ address }) => !addresses.includes(address));
  return [...sampled.map((each) => ranking(each, 0, 1)), ...others];
}

/** One of the two that are sampled, or both if they hold as many. */
function best(sampled: readonly Counted[]): readonly NodeUnitRanking[] {
  const fewest = Math.min(...sampled.map(({ deployments }) => deployments));
  return sampled.filter(({ deployments }) => deployments === fewest).map((each) => ranking(each, 0, 1));
}

function ranking({ address, deployments }: Counted, behind: number, sampled: number): NodeUnitRanking {
  return { kind: 'scored', address, score: behind + deployments, metrics: { deployments, sampled } };
}
