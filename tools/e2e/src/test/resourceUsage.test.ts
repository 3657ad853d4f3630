import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { allAssigned, allRunning, distribution } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const NAMES = ['one', 'two', 'three'];
const DEPLOYMENTS = 12;
const HOLDS_60_MB = `const held = Buffer.alloc(60 * 2 ** 20, 1);
console.log('holds', held.length);
setInterval(() => held.length, 60_000);`;
const cluster = useCluster();

async function insertHolders(count: number): Promise<void> {
  const folder = join(cluster().local.folder, 'holder');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"holder","version":"1.0.0"}');
  await writeFile(join(folder, 'index.js'), HOLDS_60_MB);
  await cluster().local.sql(
    `insert into deployment (package_name, package_version, command)
     select 'holder', $1, '' from generate_series(1, $2)`,
    [`file:${folder}`, count],
  );
}

describe('3 node-units under resource_usage and 12 equal deployments of 60 MB', { timeout: 240_000 }, () => {
  it('claim all sooner than by their rounds alone, each 4 or one more or less, although nothing is measured yet', async ({
    annotate,
  }) => {
    await cluster().join(NAMES, { NODE_UNIT_CLAIM_POLICY: 'resource_usage', NODE_UNIT_RESOURCE_INTERVAL_MS: '1000' });
    await cluster().until('all have measured themselves', ({ nodeUnits }) =>
      nodeUnits.every(({ settledUsage }) => settledUsage?.base !== undefined),
    );
    const insertedAt = performance.now();
    await insertHolders(DEPLOYMENTS);
    const isClaimed = (held: ReadonlyMap<string, number>): boolean =>
      [...held.values()].reduce((sum, count) => sum + count, 0) === DEPLOYMENTS;
    const picture = await cluster().until(
      'all are claimed',
      (each) => allAssigned(each) && isClaimed(distribution(each)),
    );
    const seconds = (performance.now() - insertedAt) / 1_000;
    const counts = NAMES.map((name) => distribution(picture).get(cluster().local.addressOf(name)) ?? 0);
    await annotate(`claimed in ${seconds.toFixed(2)} s, split ${counts.join(' / ')}`);
    // Four rounds of five seconds; on an idle machine it is less than one second.
    expect(seconds).toBeLessThan(15);
    expect(counts.every((count) => count >= 3 && count <= 5)).toBe(true);
    await cluster().until('all run', allRunning);
  });

  it('publish what the settled instances of the package use', async () => {
    await cluster().until('all have settled', ({ nodeUnits }) => {
      const packages = nodeUnits.map(({ settledUsage }) => settledUsage?.packages['holder']);
      const instances = packages.reduce((sum, each) => sum + (each?.instances ?? 0), 0);
      return instances === DEPLOYMENTS && packages.every((each) => each && each.memoryMb > 60 * each.instances);
    });
  });

  it('have all claimed by usage: nobody fell back to counts', () => {
    for (const name of NAMES) {
      expect(cluster().logged(name, 'ClaimPolicyFallback')).toEqual([]);
      expect(cluster().logged(name, 'DeploymentClaimAttempt').length).toBeGreaterThan(0);
    }
  });
});
