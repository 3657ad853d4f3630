import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { acceptsName } from '@node-unit/fleet';

/** The deployments that a node-unit runs, and those that it refuses. */
export interface OwnDeployments {
  readonly running: readonly Deployment[];
  readonly untrusted: readonly Deployment[];
}

/** Whether a row is about a node-unit: enabled, and assigned to it or a daemon. */
export function isOwn({ enabled, type, address }: Deployment, self: string): boolean {
  return enabled && (type === 'daemon' || address === self);
}

/** As {@link isOwn}, without the daemons of names that a dedicated node-unit does not accept. */
export function isOwnHere(row: Deployment, self: string, onlyNames: readonly string[] | undefined): boolean {
  return isOwn(row, self) && (row.type !== 'daemon' || acceptsName({ onlyNames }, row.name));
}

/**
 * The deployments of one address: the enabled ones that are assigned to it, and every enabled daemon. `undefined` until
 * the store has answered; while the store is unavailable, the last known state applies.
 */
export function ownDeployments(
  replica: DeploymentReplica,
  address: string,
  trusts: (deployment: Deployment) => boolean,
): OwnDeployments | undefined {
  if (replica.state === 'loading') return undefined;
  const own = [...replica.deployments.values()].filter((row) => isOwn(row, address));
  return { running: own.filter(trusts), untrusted: own.filter((row) => !trusts(row)) };
}

/** Whether a node-unit runs a deployment: `name@version` must match the packages that the operator trusts. */
export function trustOf(trusted: RegExp): (deployment: Deployment) => boolean {
  return ({ packageName, packageVersion }) => trusted.test(`${packageName}@${packageVersion}`);
}
