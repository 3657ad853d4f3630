import type { OperationResult } from '@node-unit/deployment';

import type { ClusterPicture } from './ClusterPicture.js';

/** Whether a picture was taken after an operation. A row that somebody has removed since then does not hold it up. Pure. */
export function showsResult(
  { tables, deployments }: Pick<ClusterPicture, 'tables' | 'deployments'>,
  { differences }: OperationResult,
): boolean {
  if (tables.state !== 'current') return false;
  const updatedAt = new Map(deployments.map(({ id, deployment }) => [id, deployment.updatedAt]));
  return differences.every(({ action, deploymentId, updatedAt: writtenAt }) => {
    const seenAt = updatedAt.get(deploymentId);
    if (action === 'remove') return seenAt === undefined;
    // The text order of these times is their order.
    return writtenAt === '' || (seenAt === undefined ? action === 'change' : seenAt >= writtenAt);
  });
}
