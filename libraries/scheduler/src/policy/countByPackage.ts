import type { Deployment } from '@node-unit/deployment';

const known = new WeakMap<readonly Deployment[], ReadonlyMap<string, number>>();

/**
 * The number of deployments of each package in a list of a view. Lists that did not change between views are the same
 * objects, so each is counted once. Pure.
 *
 * @public
 */
export function countByPackage(held: readonly Deployment[]): ReadonlyMap<string, number> {
  const before = known.get(held);
  if (before) return before;
  const counts = new Map<string, number>();
  for (const { packageName } of held) counts.set(packageName, (counts.get(packageName) ?? 0) + 1);
  known.set(held, counts);
  return counts;
}
