import { SAMPLE_DEPLOYMENT } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

describe('a daemon', { timeout: 120_000 }, () => {
  it('runs on every node-unit, also on one that comes later, and is never bound to one', async () => {
    await cluster().join(['one', 'two'], {});
    const [row] = await cluster().local.sql(
      "insert into deployment (package_name, package_version, type) values ($1, $2, 'daemon') returning id",
      [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion],
    );
    const id = String(row?.['id']);
    await cluster().until(
      'it runs on both',
      ({ processes }) => processes.has(`one ${id}`) && processes.has(`two ${id}`),
    );
    await cluster().join(['idle'], { NODE_UNIT_CLAIM_POLICY: 'none' });
    await cluster().until('it runs on the third', ({ processes }) => processes.has(`idle ${id}`));
    expect(await cluster().local.sql('select address, claim_epoch from deployment')).toEqual([
      { address: '', claim_epoch: '0' },
    ]);
  });

  it('is not counted when deployments are spread', async () => {
    const { processes } = await cluster().runSamples(4);
    const samples = [...processes.values()].map(({ nodeUnit }) => nodeUnit).sort();
    expect(samples).toEqual(['idle', 'one', 'one', 'one', 'two', 'two', 'two']);
  });

  it('stops everywhere when it is disabled', async () => {
    await cluster().local.sql("update deployment set enabled = false where type = 'daemon'");
    await cluster().until('only the others run', ({ processes }) => processes.size === 4);
  });
});
