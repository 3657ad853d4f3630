import type { Deployment } from '@node-unit/deployment';

/** Whether a node-unit runs a deployment: its `name@version` matches what the operator of the machine trusts. */
export function trustOf(trusted: RegExp): (deployment: Deployment) => boolean {
  return ({ packageName, packageVersion }) => trusted.test(`${packageName}@${packageVersion}`);
}
