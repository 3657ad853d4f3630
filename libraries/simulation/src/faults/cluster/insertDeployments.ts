import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';

import type { FaultSchedule, ScheduledDeployment } from '../FaultSchedule.js';
import type { FaultyStore } from './FaultyStore.js';

const AT_ONCE = 10_000;

/** Inserts the rows of a schedule when they are due, and disables and enables them as operators do. */
export function insertDeployments(
  { deployments }: FaultSchedule,
  store: FaultyStore,
  at: (atMs: number | undefined, work: () => void) => void,
): void {
  const rowsByMs = new Map<number, Deployment[]>();
  for (const [index, deployment] of deployments.entries()) {
    const rows = rowsByMs.get(deployment.insertedMs) ?? [];
    rows.push(rowOf(deployment, index));
    rowsByMs.set(deployment.insertedMs, rows);
  }
  for (const [atMs, rows] of rowsByMs) {
    // A call takes only so many arguments.
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      at(atMs, () => store.put(...rows.slice(from, from + AT_ONCE)));
    }
  }
  const enable = (id: string, enabled: boolean) => (): void => {
    const row = store.replica.deployments.get(id);
    if (row) store.put({ ...row, enabled });
  };
  for (const { id, disabledMs, enabledMs } of deployments) {
    at(disabledMs, enable(id, false));
    at(enabledMs, enable(id, true));
  }
}

function rowOf({ id, insertedMs, heldBy = '', zone }: ScheduledDeployment, index: number): Deployment {
  const time = (ms: number, part: number): string =>
    `2026-01-01T${String(Math.floor(ms / 1_000)).padStart(6, '0')}.${String(part).padStart(3, '0')}Z`;
  return aDeployment({
    id,
    address: heldBy,
    claimEpoch: heldBy === '' ? 0 : 1,
    // Some share the first key, some of those the second: the order of the rows is not that of the IDs.
    updatedAt: time(insertedMs, 0),
    createdAt: time(insertedMs, 9 - (index % 3)),
    ...(zone !== undefined && { constraints: { zone } }),
  });
}
