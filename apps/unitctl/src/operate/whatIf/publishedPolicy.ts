import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { harmless, type NodeUnitPicture } from '@node-unit/operator';

type Publisher = Pick<NodeUnitPicture, 'name' | 'online' | 'claiming' | 'policy'>;

/**
 * The policy that the node-units publish which claim. Pure.
 *
 * @throws AppError if there is none, or more than one
 */
export function publishedPolicy(nodeUnits: readonly Publisher[]): string {
  const claiming = nodeUnits.filter((each) => each.online && each.claiming && each.policy !== '');
  const policies = new Map(claiming.map(({ policy, name }) => [policy, name]));
  const [policy] = policies.keys();
  const advice = 'choose one by --policy';
  if (policy === undefined) {
    throw new AppError(EXIT.usage, `no node-unit that is online and claims publishes its policy: ${advice}`);
  }
  if (policies.size === 1) return policy;
  const listed = [...policies].map(([each, name]) => `${harmless(name)} has ${harmless(each)}`).join(', ');
  throw new AppError(EXIT.usage, `the node-units do not have the same policy (${listed}): ${advice}`);
}
