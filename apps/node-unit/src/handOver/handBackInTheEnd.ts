import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import type { DeploymentStore } from '@node-unit/deployment';

const RETRY_MS = 5_000;

interface HandBackOptions {
  readonly id: string;
  /** Kept in the event of the table. */
  readonly reason: string;
  /** Of this node-unit. */
  readonly address: string;
  readonly store: Pick<DeploymentStore, 'handBack'>;
  /** Who has it now, as far as this node-unit knows. */
  readonly holder: () => string | undefined;
  readonly logger: Logger;
  /** Ends the attempts. */
  readonly signal?: AbortSignal;
}

/** Resolves when a deployment is handed back, however long the store is away; false if it is somebody else's by then. */
export async function handBackInTheEnd(options: HandBackOptions): Promise<boolean> {
  const { id, reason, address, store, holder, logger, signal } = options;
  while (holder() === address && signal?.aborted !== true) {
    try {
      await store.handBack(id, address, reason);
      return true;
    } catch (error) {
      logger.warn({ deployment_id: id, reason: messageOf(error) }, 'DeploymentNotHandedBack');
    }
    // Rejects only at the end.
    await delay(RETRY_MS, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
  }
  return false;
}
