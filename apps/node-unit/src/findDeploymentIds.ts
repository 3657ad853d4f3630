import type { DeploymentReplica } from '@node-unit/deployment';

/** The id itself if there is such a row, else the ids that begin with it; none while nothing is known. */
export function findDeploymentIds(replica: DeploymentReplica, idOrPrefix: string): readonly string[] {
  if (replica.state === 'loading') return [];
  const wanted = idOrPrefix.toLowerCase();
  if (replica.deployments.has(wanted)) return [wanted];
  return [...replica.deployments.keys()].filter((id) => id.startsWith(wanted)).sort();
}
