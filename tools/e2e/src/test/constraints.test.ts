import { allRunning, type ClusterPicture } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

const counts = (picture: ClusterPicture, names: readonly string[]): readonly number[] =>
  names.map((name) => [...picture.processes.values()].filter(({ nodeUnit }) => nodeUnit === name).length);

describe('constraints', { timeout: 120_000 }, () => {
  it('let only those claim who meet them, and what nobody can run is told apart', async () => {
    await cluster().local.insertSamples(3);
    await cluster().local.sql(`update deployment set constraints = '{"zone": "eu"}'`);
    await cluster().join(['american'], { NODE_UNIT_TAGS: 'zone=us' });
    await expect
      .poll(() => cluster().logged('american', 'DeploymentClaimSkipped').at(-1), { timeout: 30_000 })
      .toMatchObject({
        reason: 'constraints',
        detail: 'nobody can run it: no online node-unit that claims has zone=eu',
      });
    await cluster().join(['european'], { NODE_UNIT_TAGS: 'zone=eu,gpu=yes' });
    const picture = await cluster().until('all samples run', allRunning);
    expect(counts(picture, ['american', 'european'])).toEqual([0, 3]);
  });
});
