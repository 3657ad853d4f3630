import type { ClusterView, Deployment, NodeUnit } from '@node-unit/scheduler';

const NOTHING: readonly Deployment[] = [];

/** What a node-unit holds; the same list as in an earlier view if that has not changed. */
export function heldBy({ address }: NodeUnit, { deploymentsByAddress }: ClusterView): readonly Deployment[] {
  return deploymentsByAddress.get(address) ?? NOTHING;
}
