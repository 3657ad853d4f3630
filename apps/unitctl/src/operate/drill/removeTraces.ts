import { setTimeout as delay } from 'node:timers/promises';

import type { Operator } from '@node-unit/operator';

type Remover = Pick<Operator, 'cluster' | 'operate'>;

const REMOVE_MS = 20_000;
const PAUSE_MS = 200;

/**
 * Removes all deployments of a name; tries again for a while if the cluster cannot be reached.
 *
 * @throws OperatorError if that takes too long
 */
export async function removeProbes(operator: Remover, name: string): Promise<void> {
  await persistently(async () => {
    const { deployments } = await operator.cluster();
    const deploymentIds = deployments.filter(({ deployment }) => deployment.name === name).map(({ id }) => id);
    if (deploymentIds.length === 0) return true;
    await operator.operate({ kind: 'remove', deploymentIds });
    return false;
  });
}

/**
 * Has a node-unit forgotten that has left, as soon as the storage knows that it has.
 *
 * @throws OperatorError if that takes too long, or of a storage of an earlier version
 */
export async function forgetNodeUnit(operator: Remover, address: string): Promise<void> {
  await persistently(async () => {
    const { names } = await operator.cluster();
    if (!names.has(address)) return true;
    await operator.operate({ kind: 'forget', address });
    return false;
  });
}

/**
 * Tries until it is done, with a rest after each attempt that was not the last.
 *
 * @throws what the last attempt said when it takes too long
 */
async function persistently(attempt: () => Promise<boolean>): Promise<void> {
  const dueMs = performance.now() + REMOVE_MS;
  for (;;) {
    const fault = await attempt().then(
      (isDone) => (isDone ? undefined : new Error('it is still there')),
      (error: unknown) => error as Error,
    );
    if (fault === undefined) return;
    if (performance.now() > dueMs) throw fault;
    await delay(PAUSE_MS);
  }
}
