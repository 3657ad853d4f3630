import type { DeploymentStatus, StatusReport } from '@node-unit/deployment';

import type { Refusals } from '../deployments/Refusals.js';

/** By deployment id. */
export type Statuses = ReadonlyMap<string, DeploymentStatus>;

/** What runs or is about to, and what was given up. Pure. */
export function statusesOf(states: Statuses, refusals: Refusals, handOvers: ReadonlyMap<string, string>): Statuses {
  const refused = [...refusals].map(([deploymentId, { reason, seen, sinceMs }]): [string, DeploymentStatus] => [
    deploymentId,
    {
      deploymentId,
      state: 'refused',
      pid: undefined,
      restarts: 0,
      lastExit: '',
      reason,
      resolvedVersion: '',
      claimEpoch: seen?.claimEpoch ?? 0,
      rowUpdatedAt: seen?.updatedAt ?? '',
      handOver: '',
      healthy: undefined,
      since: new Date(sinceMs).toISOString(),
    },
  ]);
  const present = [...states].map(([id, status]): [string, DeploymentStatus] => {
    const handOver = handOvers.get(id) ?? '';
    return [id, handOver === status.handOver ? status : { ...status, handOver }];
  });
  return new Map([...refused, ...present]);
}

/** What has to be written. Pure. */
export function statusReport(written: Statuses, wanted: Statuses): StatusReport {
  const changed = [...wanted.values()].filter((status) => !isSame(written.get(status.deploymentId), status));
  return { changed, removedIds: [...written.keys()].filter((id) => !wanted.has(id)) };
}

function isSame(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  if (before === undefined) return false;
  return (Object.keys(after) as (keyof DeploymentStatus)[]).every((field) => before[field] === after[field]);
}
