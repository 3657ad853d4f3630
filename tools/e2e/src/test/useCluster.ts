import { startLocalCluster } from '@node-unit/local-cluster';
import { afterAll, beforeAll } from 'vitest';

import { TestCluster } from '../index.js';

/** Starts a cluster before the tests of a file and ends it after them. */
export function useCluster(): () => TestCluster {
  const context: { cluster?: TestCluster } = {};
  beforeAll(async () => {
    context.cluster = new TestCluster(await startLocalCluster());
  });
  afterAll(() => context.cluster?.local.stop());
  return () => {
    if (!context.cluster) throw new Error('the cluster is started before the tests');
    return context.cluster;
  };
}
