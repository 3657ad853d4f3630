import { OperatorError } from '../OperatorError.js';
import type { ClusterPicture, DeploymentPicture, NodeUnitPicture } from './ClusterPicture.js';

const MOST_NAMED = 8;

/**
 * The deployments that a text means: all of a name, `name/replica`, an ID, or the beginning of one. Pure.
 *
 * @throws {@link OperatorError} `NOT_FOUND`, `AMBIGUOUS`
 *
 * @public
 */
export function findDeployments(
  { deployments }: Pick<ClusterPicture, 'deployments'>,
  text: string,
): readonly DeploymentPicture[] {
  const named = deployments.filter(
    ({ label, deployment: { name } }) => name !== '' && (name === text || label === text),
  );
  if (named.length > 0) return named;
  const wanted = text.toLowerCase();
  const byId = wanted === '' ? [] : deployments.filter(({ id }) => id.startsWith(wanted));
  if (byId.length === 1 || byId[0]?.id === wanted) return byId.slice(0, 1);
  if (byId.length > 1) {
    throw new OperatorError(
      'AMBIGUOUS',
      `${JSON.stringify(text)} is the beginning of ${byId.length} IDs: ${listed(byId.map(({ id }) => id))}`,
    );
  }
  const known = [...new Set(deployments.map(({ label, deployment: { name } }) => name || label))];
  const advice = known.length === 0 ? 'there are none' : `there are ${listed(known)}`;
  throw new OperatorError('NOT_FOUND', `no deployment is called ${JSON.stringify(text)}: ${advice}`);
}

/**
 * The node-unit that a text means: its name, its address, or the beginning of it. Pure.
 *
 * @throws {@link OperatorError} `NOT_FOUND`, `AMBIGUOUS`
 *
 * @public
 */
export function findNodeUnit({ nodeUnits }: Pick<ClusterPicture, 'nodeUnits'>, text: string): NodeUnitPicture {
  const named = nodeUnits.filter(({ name }) => name === text);
  const found = named.length > 0 ? named : nodeUnits.filter(({ address }) => text !== '' && address.startsWith(text));
  const [first, second] = found;
  if (first && !second) return first;
  if (first) {
    const addresses = found.map(({ address }) => address);
    throw new OperatorError(
      'AMBIGUOUS',
      `${found.length} node-units are called ${text}: say which by ${listed(addresses)}`,
    );
  }
  const known = nodeUnits.map(({ name }) => name);
  const advice = known.length === 0 ? 'there are none' : `there are ${listed(known)}`;
  throw new OperatorError('NOT_FOUND', `no node-unit is called ${JSON.stringify(text)}: ${advice}`);
}

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
