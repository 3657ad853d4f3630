import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { unmetConstraints } from '@node-unit/fleet';

/** A deployment that is assigned to this node-unit and must not be, and why. */
export interface Unfit {
  readonly deployment: Deployment;
  readonly reason: string;
}

export interface FitnessInput {
  readonly address: string;
  readonly nodeTags: Readonly<Record<string, string>>;
  readonly trusts: (deployment: Deployment) => boolean;
}

/** The own deployments whose requirements this node-unit does not meet, or no longer. Pure. */
export function findUnfit(replica: DeploymentReplica, { address, nodeTags, trusts }: FitnessInput): readonly Unfit[] {
  if (replica.state !== 'current') return [];
  return [...replica.deployments.values()].flatMap((deployment): Unfit[] => {
    if (!deployment.enabled || deployment.type !== 'deployment' || deployment.address !== address) return [];
    const unmet = unmetConstraints(deployment.constraints, nodeTags);
    if (unmet.length > 0) return [{ deployment, reason: `it needs ${unmet.join('; ')}` }];
    if (trusts(deployment)) return [];
    const spec = `${deployment.packageName}@${deployment.packageVersion}`;
    return [{ deployment, reason: `${spec} is not trusted here (TRUSTED_PACKAGE_REGEXP)` }];
  });
}
