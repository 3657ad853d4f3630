import type { LocalCluster } from '@node-unit/local-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHECKS, startCheckedCluster } from '../checks/runChecks.js';

let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await startCheckedCluster();
});
afterAll(() => cluster.stop());

describe.each(['host', 'terminal', 'storage'] as const)('the %s', (party) => {
  it.each(CHECKS.filter((check) => check.of === party))('$name', async ({ run }) => {
    await expect(run(cluster)).resolves.toBeUndefined();
  });
});
