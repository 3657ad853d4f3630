import type { Deployment } from '@node-unit/deployment';

/**
 * The order of the queue, the same on every node-unit: `updated_at`, `created_at`, `id`, all ascending.
 *
 * @public
 */
export function claimingOrder(a: Deployment, b: Deployment): number {
  return compare(a.updatedAt, b.updatedAt) || compare(a.createdAt, b.createdAt) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
