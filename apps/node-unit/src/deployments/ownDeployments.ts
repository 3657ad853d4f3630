import type { Deployment, DeploymentReplica } from '@node-unit/deployment';

/** What a node-unit is to run, and what it refuses to. */
export interface OwnDeployments {
  readonly running: readonly Deployment[];
  readonly untrusted: readonly Deployment[];
}

/**
 * The deployments of one address: the enabled ones that it holds, and every enabled daemon. `undefined` while nothing
 * was heard from the store; while the store is away, what was last known goes on.
 */
export function ownDeployments(
  replica: DeploymentReplica,
  address: string,
  trusts: (deployment: Deployment) => boolean,
): OwnDeployments | undefined {
  if (replica.state === 'loading') return undefined;
  const own = [...replica.deployments.values()].filter(
    (row) => row.enabled && (row.type === 'daemon' || row.address === address),
  );
  return { running: own.filter(trusts), untrusted: own.filter((row) => !trusts(row)) };
}

/** Whether a node-unit runs a deployment: its `name@version` matches what the operator of the machine trusts. */
export function trustOf(trusted: RegExp): (deployment: Deployment) => boolean {
  return ({ packageName, packageVersion }) => trusted.test(`${packageName}@${packageVersion}`);
}
