import { messageOf } from '@node-unit/basics';
import type { Logger } from '@node-unit/app-runtime';
import type { Deployment, DeploymentReplica, DeploymentStore } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import { firstValueFrom, type Observable, type Subscription } from 'rxjs';

import { ownDeployments } from './ownDeployments.js';

interface StopOptions {
  readonly running: Subscription;
  /** With the own rows at least. */
  readonly own$: Observable<DeploymentReplica>;
  readonly supervisor: Pick<Supervisor, 'stop'>;
  readonly store: Pick<DeploymentStore, 'handBack'>;
  readonly address: string;
  readonly logger: Logger;
}

/**
 * Stops the claimed deployments: nothing new is started, and each deployment is handed back as soon as its processes
 * have exited, so that no other node-unit runs a second copy.
 */
export async function stopInOrder(options: StopOptions): Promise<void> {
  const { running, own$, supervisor, store, address, logger } = options;
  const replica = await firstValueFrom(own$);
  running.unsubscribe();
  const held = ownDeployments(replica, address, () => true)?.running.filter(({ type }) => type === 'deployment') ?? [];
  const handBack = async ({ id }: Deployment): Promise<void> => {
    await supervisor.stop(id);
    await store.handBack(id, address).then(
      () => logger.info({ deployment_id: id }, 'DeploymentHandedBack'),
      // The others release it when they see this node-unit gone.
      (error: unknown) => logger.warn({ deployment_id: id, reason: messageOf(error) }, 'DeploymentNotHandedBack'),
    );
  };
  await Promise.all(held.map(handBack));
}
