import type { ClusterPicture, DeploymentPicture } from '../picture/ClusterPicture.js';
import type { LogSource } from './readLogs.js';

/**
 * Where the output of a deployment is: on the node-unit that holds it, and of a daemon on all that report it. Pure.
 *
 * @public
 */
export function logSourcesOf(
  { nodeUnits }: Pick<ClusterPicture, 'nodeUnits'>,
  { id, label, statuses, deployment: { address, type } }: DeploymentPicture,
): readonly LogSource[] {
  const holders = type === 'daemon' ? statuses.map((status) => status.address) : address === '' ? [] : [address];
  return holders.map((holder) => {
    const nodeUnit = nodeUnits.find((each) => each.address === holder)?.name ?? holder;
    return { deploymentId: id, label: type === 'daemon' ? `${label}@${nodeUnit}` : label, address: holder, nodeUnit };
  });
}
