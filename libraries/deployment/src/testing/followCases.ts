import { filter, firstValueFrom, scan, shareReplay, take, timeout } from 'rxjs';

import type { Deployment } from '../Deployment.js';
import { applyDeploymentChange, type DeploymentReplica } from '../DeploymentReplica.js';
import type { DeploymentStore } from '../DeploymentStore.js';
import { caseId, caseRow } from './caseRow.js';
import type { StoreCase } from './StoreCase.js';

const DEADLINE_MS = 30_000;
const LOADING: DeploymentReplica = { state: 'loading' };

/** The rows, kept up to date by every change while `act` runs and until the last row of it is as it leaves it. */
async function follow(
  store: DeploymentStore,
  act: () => Promise<unknown>,
  isLast: (rows: ReadonlyMap<string, Deployment>) => boolean,
): Promise<readonly Deployment[]> {
  const rows$ = store.changes$.pipe(
    scan(applyDeploymentChange, LOADING),
    filter((replica) => replica.state === 'current'),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const following = rows$.subscribe();
  try {
    await firstValueFrom(rows$.pipe(timeout(DEADLINE_MS)));
    await act();
    const last$ = rows$.pipe(
      filter(({ deployments }) => isLast(deployments)),
      take(1),
      timeout(DEADLINE_MS),
    );
    return inOrder((await firstValueFrom(last$)).deployments.values());
  } finally {
    following.unsubscribe();
  }
}

function inOrder(rows: Iterable<Deployment>): readonly Deployment[] {
  return [...rows].sort((one, other) => one.id.localeCompare(other.id));
}

async function snapshot({ changes$ }: DeploymentStore): Promise<readonly Deployment[]> {
  const snapshots$ = changes$.pipe(filter((change) => change.kind === 'snapshot'));
  return inOrder((await firstValueFrom(snapshots$)).deployments);
}

/** Followers of the changes. */
export const followCases: readonly StoreCase[] = [
  {
    name: 'gives a follower of the changes what a newcomer gets, whatever it may see of a row in between',
    rows: (address) => [
      caseRow(1, { env: { A: 'one', B: 'two' } }),
      caseRow(2, { address, env: { A: 'one' } }),
      caseRow(3, { address: 'lost', env: { A: 'one' } }),
      caseRow(4, { type: 'daemon', env: { A: 'one' } }),
      caseRow(5),
    ],
    act: async ({ store, address }) => {
      const change = async (): Promise<void> => {
        await store.claim(caseId(1), address, 0);
        await store.renewClaim(caseId(1), address, 1);
        await store.handBack(caseId(2), address);
        await store.release(['lost']);
        await store.claim(caseId(3), address, 2);
        await store.handBack(caseId(1), address);
        await store.claim(caseId(1), address, 3);
        await store.claim(caseId(5), address, 0);
      };
      const followed = await follow(store, change, (rows) => rows.get(caseId(5))?.address === address);
      const expected = await snapshot(store);
      const differing = followed.filter((row, index) => JSON.stringify(row) !== JSON.stringify(expected[index]));
      return [followed.map((row) => [row.address, row.claimEpoch]), differing, expected.length];
    },
    expected: (address) => [
      [
        [address, 4],
        ['', 2],
        [address, 3],
        ['', 0],
        [address, 1],
      ],
      [],
      5,
    ],
  },
];
