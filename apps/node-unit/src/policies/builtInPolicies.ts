import * as leastDeployments from '@node-unit/policy-least-deployments';
import * as resourceUsage from '@node-unit/policy-resource-usage';
import { type ClaimPolicyModule, createNonePolicy } from '@node-unit/scheduler';

/** The policies that need no package, by the names that they are asked for. */
export const builtInPolicies: readonly (readonly [name: string, module: ClaimPolicyModule])[] = [
  ['least_deployments', leastDeployments],
  ['deployment_count', leastDeployments],
  ['resource_usage', resourceUsage],
  ['none', { createClaimPolicy: createNonePolicy }],
];
