import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';
import type { ClaimPolicy, ClusterView, NodeUnitRanking } from '@node-unit/scheduler';

/** Something to ask a policy. */
export interface Question {
  /** For a person: of which cluster it is. */
  readonly about: string;
  readonly deployment: Deployment;
  readonly nodeUnits: readonly NodeUnit[];
  readonly view: ClusterView;
}

export function ask(policy: ClaimPolicy, { deployment, nodeUnits, view }: Question): readonly NodeUnitRanking[] {
  return policy.rank(deployment, nodeUnits, view);
}
