import type { DeploymentStatus, StoredDeploymentStatus } from '../DeploymentStatus.js';
import type { DeploymentStore } from '../DeploymentStore.js';
import { caseId, caseRow } from './caseRow.js';
import type { StoreCase } from './StoreCase.js';

function running(digit: number): DeploymentStatus {
  return {
    deploymentId: caseId(digit),
    state: 'running',
    pid: 7,
    restarts: 2,
    lastExit: 'exit code 1',
    reason: '',
    resolvedVersion: '1.2.3',
    claimEpoch: 1,
    rowUpdatedAt: '2026-01-01T00:00:00.123456Z',
    handOver: 'waits for its turn',
    healthy: true,
    since: '2026-01-01T00:00:00.123Z',
  };
}

function refused(digit: number): DeploymentStatus {
  return { ...running(digit), state: 'refused', pid: undefined, healthy: undefined, resolvedVersion: '' };
}

/** Without the time of the write, which differs, in the order of the ids. */
async function read(store: DeploymentStore, ids?: readonly string[]): Promise<unknown> {
  const statuses = (await store.readStatus(ids)).map(({ updatedAt: _time, ...status }) => status);
  return statuses.sort((one, other) => one.deploymentId.localeCompare(other.deploymentId));
}

function stored(status: DeploymentStatus, address: string): Omit<StoredDeploymentStatus, 'updatedAt'> {
  return { ...status, address };
}

/** Reports and reads of statuses. */
export const statusCases: readonly StoreCase[] = [
  {
    name: 'gives back statuses, replaces and removes them, and ignores those of missing deployments',
    rows: (address) => [caseRow(1, { address }), caseRow(2, { address })],
    act: async ({ store, address }) => {
      await store.reportStatus(address, { changed: [running(1), running(2), running(3)], removedIds: [] });
      const first = [await read(store), await read(store, [caseId(2)]), await read(store, [])];
      await store.reportStatus(address, { changed: [refused(1)], removedIds: [caseId(2), caseId(3)] });
      return [...first, await read(store)];
    },
    expected: (address) => [
      [stored(running(1), address), stored(running(2), address)],
      [stored(running(2), address)],
      [],
      [stored(refused(1), address)],
    ],
  },
  {
    name: 'cuts texts that are too long, and takes what no text may hold out of them',
    rows: (address) => [caseRow(1, { address })],
    act: async ({ store, address }) => {
      const reason = `\0${'x'.repeat(10_000)}`;
      await store.reportStatus(address, { changed: [{ ...running(1), reason }], removedIds: [] });
      return read(store);
    },
    expected: (address) => [{ ...stored(running(1), address), reason: 'x'.repeat(4_000) }],
  },
  {
    name: 'forgets the status of an address with its assignment, and keeps it with a renewal',
    rows: (address) => [caseRow(1, { address })],
    act: async ({ store, address }) => {
      await store.reportStatus(address, { changed: [running(1)], removedIds: [] });
      await store.renewClaim(caseId(1), address, 1);
      const renewed = await read(store);
      await store.handBack(caseId(1), address);
      return [renewed, await read(store)];
    },
    expected: (address) => [[stored(running(1), address)], []],
  },
];
