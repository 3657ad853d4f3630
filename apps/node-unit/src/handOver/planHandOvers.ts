import { type Deployment, type DeploymentReplica, type NodeUnitOrders } from '@node-unit/deployment';
import { claimingOrder } from '@node-unit/scheduler';

/** A deployment that has to go elsewhere, and why. */
export interface HandOver {
  readonly deployment: Deployment;
  readonly reason: string;
  /** Whether an operator has named it, and not only drained its node-unit. */
  readonly isNamed: boolean;
}

/** What an operator wants away from this node-unit: what was named, then everything if it is drained. Pure. */
export function planHandOvers(
  orders: NodeUnitOrders | undefined,
  replica: DeploymentReplica,
  address: string,
): readonly HandOver[] {
  if (orders === undefined || replica.state !== 'current') return [];
  const isHeld = (row: Deployment | undefined): row is Deployment =>
    row?.address === address && row.enabled && row.type === 'deployment';
  const named = orders.handOvers.flatMap(({ deploymentId, reason }): HandOver[] => {
    const deployment = replica.deployments.get(deploymentId);
    return isHeld(deployment) ? [{ deployment, reason: reason || 'an operator moves it', isNamed: true }] : [];
  });
  const { drained } = orders;
  if (drained === undefined) return named;
  const reason = drained.reason === '' ? 'its node-unit is drained' : `its node-unit is drained: ${drained.reason}`;
  const others = [...replica.deployments.values()]
    .filter((row) => isHeld(row) && !named.some(({ deployment }) => deployment.id === row.id))
    .sort(claimingOrder);
  return [...named, ...others.map((deployment) => ({ deployment, reason, isNamed: false }))];
}
