import { type ClusterPicture, type DeploymentPicture, findDeployments } from '@node-unit/operator';

/**
 * The deployments that the words of a command line mean, each once; all of them if there are no words.
 *
 * @throws OperatorError `NOT_FOUND`, `AMBIGUOUS`
 */
export function chosen(picture: ClusterPicture, words: readonly string[]): readonly DeploymentPicture[] {
  if (words.length === 0) return picture.deployments;
  const ids = new Set(words.flatMap((word) => findDeployments(picture, word)).map(({ id }) => id));
  return picture.deployments.filter(({ id }) => ids.has(id));
}
