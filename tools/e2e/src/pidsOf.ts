import type { ClusterPicture } from '@node-unit/local-cluster';

/** The process ids of all deployments, by node-unit and deployment. */
export function pidsOf({ processes }: ClusterPicture): Readonly<Record<string, number>> {
  return Object.fromEntries([...processes].map(([key, { pid }]) => [key, pid]));
}
