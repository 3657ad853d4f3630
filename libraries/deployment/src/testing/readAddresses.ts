import { filter, firstValueFrom, map } from 'rxjs';

import type { DeploymentStore } from '../DeploymentStore.js';

/** The address and the claim epoch of every row, in the order of their ids. */
export async function readAddresses({ changes$ }: DeploymentStore): Promise<readonly (readonly [string, number])[]> {
  const rows = await firstValueFrom(
    changes$.pipe(
      filter((change) => change.kind === 'snapshot'),
      map(({ deployments }) => [...deployments].sort((one, other) => one.id.localeCompare(other.id))),
    ),
  );
  return rows.map(({ address, claimEpoch }) => [address, claimEpoch] as const);
}
