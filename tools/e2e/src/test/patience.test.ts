import type { ClusterPicture } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

const counts = (picture: ClusterPicture, names: readonly string[]): readonly number[] =>
  names.map((name) => [...picture.processes.values()].filter(({ nodeUnit }) => nodeUnit === name).length);

describe('an eligible node-unit that does not claim', { timeout: 120_000 }, () => {
  it('is not waited for for ever', async () => {
    const settings = { NODE_UNIT_CLAIM_PATIENCE_MS: '500', NODE_UNIT_SCHEDULER_INTERVAL_MS: '100' };
    await cluster().join(['picky'], { ...settings, TRUSTED_PACKAGE_REGEXP: '^nothing$' });
    await cluster().join(['one'], settings);
    expect(counts(await cluster().runSamples(4), ['picky', 'one'])).toEqual([0, 4]);
    const judged = cluster().logged('one', 'DeploymentClaimEligibility');
    expect(judged.some(({ widened_by }) => widened_by === 1)).toBe(true);
  });
});
