import type { DeploymentReplica } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';
import { combineLatest, map, type Observable } from 'rxjs';

import type { LocalCluster } from './LocalCluster.js';
import type { RunningProcesses } from './runningProcesses.js';

/** The cluster at one moment. */
export interface ClusterPicture {
  readonly replica: DeploymentReplica;
  /** As the host lists them. */
  readonly nodeUnits: readonly NodeUnit[];
  readonly processes: RunningProcesses;
}

export function watchCluster({ replica$, nodeUnits$, processes$ }: LocalCluster): Observable<ClusterPicture> {
  return combineLatest([replica$, nodeUnits$, processes$]).pipe(
    map(([replica, nodeUnits, processes]) => ({ replica, nodeUnits, processes })),
  );
}

/** The deployments that somebody has to run. */
export function wantedDeployments({ replica }: ClusterPicture) {
  if (replica.state === 'loading') return [];
  return [...replica.deployments.values()].filter((row) => row.enabled && row.type === 'deployment');
}

/** How many deployments each address holds; the unassigned under the empty string. */
export function distribution(picture: ClusterPicture): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { address } of wantedDeployments(picture)) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}

/** Whether every deployment is assigned to a node-unit of the list. */
export function allAssigned(picture: ClusterPicture): boolean {
  const online = new Set(picture.nodeUnits.map(({ address }) => address));
  const wanted = wantedDeployments(picture);
  return wanted.length > 0 && wanted.every(({ address }) => online.has(address));
}

/** Whether every deployment has a process on the node-unit that it is assigned to. */
export function allRunning(picture: ClusterPicture): boolean {
  const nameOf = new Map(picture.nodeUnits.map(({ address, name }) => [address, name]));
  return (
    allAssigned(picture) &&
    wantedDeployments(picture).every(({ id, address }) => picture.processes.has(`${nameOf.get(address)} ${id}`))
  );
}
