import { setTimeout as delay } from 'node:timers/promises';

import type { Operator } from '@node-unit/operator';

const REMOVE_MS = 20_000;
const PAUSE_MS = 500;

/**
 * Removes all deployments of a name; tries again for a while if the cluster cannot be reached.
 *
 * @throws OperatorError if that takes too long
 */
export async function removeProbes(operator: Pick<Operator, 'cluster' | 'operate'>, name: string): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    try {
      const { deployments } = await operator.cluster();
      const deploymentIds = deployments.filter(({ deployment }) => deployment.name === name).map(({ id }) => id);
      if (deploymentIds.length === 0) return;
      await operator.operate({ kind: 'remove', deploymentIds });
    } catch (error) {
      if (performance.now() - startedMs > REMOVE_MS) throw error;
      await delay(PAUSE_MS);
    }
  }
}
