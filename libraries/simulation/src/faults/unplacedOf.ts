import type { Deployment } from '@node-unit/deployment';

import type { FaultyCluster } from './cluster/FaultyCluster.js';
import type { Unplaced } from './FaultHistory.js';
import type { FaultSchedule } from './FaultSchedule.js';
import { type LastingState, lastingStates, qualifiedNodes } from './lastingState.js';

/** Finds the deployments that do not run where they should, when everything that ends has ended. */
export function unplacedOf(schedule: FaultSchedule, cluster: FaultyCluster): readonly Unplaced[] {
  const states = lastingStates(schedule);
  // Without anybody who is able to, nothing is released either.
  if (![...states.values()].some(({ isOnline, reachesStore }) => isOnline && reachesStore)) return [];
  const qualifiedFor = qualifiedByDeployment(schedule, states);
  const runners = runnersById(cluster, (name) => states.get(name)?.reachesStore === true);
  const holders = new Map([...cluster.machines.values()].map(({ agent, node }) => [agent?.address, node.name]));
  const unplaced: Unplaced[] = [];
  for (const row of cluster.store.replica.deployments.values()) {
    const [holder, running] = [holders.get(row.address), runners.get(row.id) ?? NOBODY];
    if (!row.enabled || isPlaced(row, states, running, holder)) continue;
    const qualified = qualifiedFor(row.id);
    const isHopeless = row.address === '' && qualified.length + running.length === 0;
    if (!isHopeless) unplaced.push({ deploymentId: row.id, address: row.address, runners: running, qualified });
  }
  return unplaced;
}

const NOBODY: readonly string[] = [];

/** The same list for all deployments that need the same. */
function qualifiedByDeployment(
  schedule: FaultSchedule,
  states: ReadonlyMap<string, LastingState>,
): (id: string) => readonly string[] {
  const zones = new Map(schedule.deployments.map(({ id, zone }) => [id, zone]));
  const known = new Map<string | undefined, readonly string[]>();
  return (id) => {
    const zone = zones.get(id);
    const names = known.get(zone) ?? qualifiedNodes(schedule, states, zone);
    known.set(zone, names);
    return names;
  };
}

function isPlaced(
  { address }: Deployment,
  states: ReadonlyMap<string, LastingState>,
  runners: readonly string[],
  holder: string | undefined,
): boolean {
  const state = states.get(holder ?? '');
  if (address === '' || !state?.isOnline) return false;
  // What a node-unit without the store runs is not known to it; nobody takes it away.
  if (!state.reachesStore) return runners.length === 0;
  return runners.length === 1 && runners[0] === holder;
}

function runnersById(cluster: FaultyCluster, counts: (name: string) => boolean): ReadonlyMap<string, string[]> {
  const runners = new Map<string, string[]>();
  for (const [name, { agent }] of cluster.machines) {
    if (!agent || !counts(name)) continue;
    for (const id of agent.running.keys()) {
      const known = runners.get(id);
      if (known) known.push(name);
      else runners.set(id, [name]);
    }
  }
  return runners;
}
