import type { ClusterPicture, DeploymentPicture } from '@node-unit/operator';

import { NotSeen } from './untilPicture.js';

/**
 * The probes of a repetition.
 *
 * @throws NotSeen if one has ended by itself: it would never be seen to run
 */
export function probesIn({ deployments }: ClusterPicture, name: string): readonly DeploymentPicture[] {
  const probes = deployments.filter(({ deployment }) => deployment.name === name);
  if (!probes.some(({ phase }) => phase === 'completed')) return probes;
  throw new NotSeen(
    'one has ended by itself. A probe is a program that keeps running: if the package is a library, name one of its programs by ' +
      '--command',
  );
}
