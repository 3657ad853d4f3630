import * as leastDeployments from '@node-unit/policy-least-deployments';
import * as powerOfTwo from '@node-unit/policy-power-of-two';
import * as resourceUsage from '@node-unit/policy-resource-usage';
import * as spread from '@node-unit/policy-spread';
import { type ClaimPolicyModule, createNonePolicy, type PolicySetting } from '@node-unit/scheduler';

/** The built-in policies by name. */
export const builtInPolicies: readonly (readonly [name: string, module: ClaimPolicyModule])[] = [
  ['least_deployments', leastDeployments],
  ['deployment_count', leastDeployments],
  ['resource_usage', resourceUsage],
  ['power_of_two', powerOfTwo],
  ['spread', spread],
  ['none', { createClaimPolicy: createNonePolicy }],
];

/** The settings of the built-in policies. */
export const builtInPolicySettings: readonly PolicySetting[] = [...resourceUsage.settings, ...spread.settings];
