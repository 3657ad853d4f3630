import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { acceptsName, unmetConstraints } from '@node-unit/fleet';

/** A deployment that is assigned to this node-unit and must not be, and why. */
export interface Unfit {
  readonly deployment: Deployment;
  readonly reason: string;
}

export interface FitnessInput {
  readonly address: string;
  readonly nodeTags: Readonly<Record<string, string>>;
  /** Names of the only deployments that may run here; `undefined` = any. */
  readonly onlyNames?: readonly string[] | undefined;
  readonly trusts: (deployment: Deployment) => boolean;
}

/** The own deployments whose requirements this node-unit does not meet, or no longer. Pure. */
export function findUnfit(replica: DeploymentReplica, input: FitnessInput): readonly Unfit[] {
  if (replica.state !== 'current') return [];
  return [...replica.deployments.values()].flatMap((deployment): Unfit[] => {
    if (!deployment.enabled || deployment.type !== 'deployment' || deployment.address !== input.address) return [];
    const reason = unfitness(deployment, input);
    return reason === undefined ? [] : [{ deployment, reason }];
  });
}

function unfitness(deployment: Deployment, { nodeTags, onlyNames, trusts }: FitnessInput): string | undefined {
  const { constraints, name, packageName, packageVersion } = deployment;
  const unmet = unmetConstraints(constraints, nodeTags);
  if (unmet.length > 0) return `it needs ${unmet.join('; ')}`;
  if (!acceptsName({ onlyNames }, name)) return 'only deployments of other names run here (NODE_UNIT_ONLY_NAMES)';
  if (trusts(deployment)) return undefined;
  return `${packageName}@${packageVersion} is not trusted here (TRUSTED_PACKAGE_REGEXP)`;
}
