import type { ClusterPicture } from '@node-unit/operator';

import { NotSeen } from './untilPicture.js';

/** @throws NotSeen if a probe of the repetition has ended by itself: it would never be seen to run */
export function assertProbesGoOn({ deployments }: ClusterPicture, name: string): void {
  if (!deployments.some(({ deployment, phase }) => deployment.name === name && phase === 'completed')) return;
  throw new NotSeen(
    'one has ended by itself. A probe is a program that keeps running: if the package is a library, name one of its programs by ' +
      '--command',
  );
}
