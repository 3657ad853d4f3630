import { statfs } from 'node:fs/promises';

import { messageOf } from '@node-unit/basics';
import type { DeploymentReplica } from '@node-unit/deployment';
import type { Terminal } from '@node-unit/protocol';
import { defer, type Observable, Subscription } from 'rxjs';

interface InspectionOptions {
  readonly terminal: Pick<Terminal, 'offerService'>;
  readonly workspaceDir: string;
  readonly replica$: Observable<DeploymentReplica>;
}

/** Offers what only this machine knows and a check of the cluster compares: its clock, its disk, and what it knows. */
export function offerInspection({ terminal, workspaceDir, replica$ }: InspectionOptions): Subscription {
  let replica: DeploymentReplica = { state: 'loading' };
  const inspection = new Subscription();
  inspection.add(replica$.subscribe((next) => (replica = next)));
  inspection.add(
    terminal.offerService({ method: 'NodeUnit/Inspect', schema: {} }, () =>
      defer(async () => {
        const data = {
          now_ms: Date.now(),
          workspace: await describeDisk(workspaceDir),
          replica: describeReplica(replica),
        };
        return { res: { code: 0, message: 'OK', data } };
      }),
    ),
  );
  return inspection;
}

async function describeDisk(folder: string): Promise<unknown> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

function describeReplica(replica: DeploymentReplica): unknown {
  if (replica.state === 'loading') return { state: 'loading', deployments: 0, latest_updated_at: '' };
  const times = [...replica.deployments.values()].map(({ updatedAt }) => updatedAt);
  return {
    state: replica.state,
    deployments: times.length,
    latest_updated_at: times.reduce((latest, time) => (time > latest ? time : latest), ''),
  };
}
