import { allAssigned, allRunning, type ClusterPicture, distribution, processesOf } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const DEPLOYMENTS = 21;
const cluster = useCluster();
const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;

function assigned(picture: ClusterPicture): number {
  return [...distribution(picture)].reduce((sum, [address, count]) => sum + (address === '' ? 0 : count), 0);
}

describe('2 node-units with default settings and 21 deployments', { timeout: 120_000 }, () => {
  it('claim all within 3 s, split 11 / 10, and run them', async () => {
    await cluster().join(['one', 'two']);
    const insertedAt = performance.now();
    await cluster().local.insertSamples(DEPLOYMENTS);
    const picture = await cluster().until(
      'all are claimed',
      (each) => assigned(each) === DEPLOYMENTS && allAssigned(each),
    );
    expect(secondsSince(insertedAt)).toBeLessThan(3);
    expect([...distribution(picture).values()].sort()).toEqual([10, 11]);
    await cluster().until('all run', allRunning);
  });

  it('claim at most one deployment per round, and log the usage of every node-unit at each try', () => {
    for (const name of ['one', 'two']) {
      const claims = cluster().logged(name, 'DeploymentClaimed').length;
      const tries = cluster().logged(name, 'DeploymentClaimAttempt');
      expect(tries.filter(({ claimed }) => claimed)).toHaveLength(claims);
      const addresses = ['one', 'two'].map((name) => cluster().local.addressOf(name)).sort();
      expect(
        tries.every(
          ({ usage }) =>
            Object.keys(usage as object)
              .sort()
              .join() === addresses.join(),
        ),
      ).toBe(true);
    }
  });

  it('after kill -9 of one, the other owns all within 2 s and runs all within 4 s; nothing of the dead one is left', async () => {
    const [dead = '', survivor = ''] = ['one', 'two'].map((name) => cluster().local.addressOf(name));
    const isOwned = (picture: ClusterPicture): boolean => distribution(picture).get(survivor) === DEPLOYMENTS;
    expect(processesOf(dead).length).toBeGreaterThanOrEqual(10);
    const killedAt = performance.now();
    cluster().signal('one', 'SIGKILL');
    await cluster().until('the survivor owns all', isOwned);
    const ownedIn = secondsSince(killedAt);
    await cluster().until('the survivor runs all', (picture) => isOwned(picture) && allRunning(picture));
    const runningIn = secondsSince(killedAt);
    expect(ownedIn).toBeLessThan(2);
    expect(runningIn).toBeLessThan(4);
    await expect.poll(() => processesOf(dead), { timeout: 1_000, interval: 20 }).toEqual([]);
  });

  it('have released the lost once and never robbed an online node-unit', async () => {
    const [dead, survivor] = ['one', 'two'].map((name) => cluster().local.addressOf(name));
    const events = await cluster().history();
    const released = events.filter((event) => event.previousAddress === dead);
    expect(events.filter((event) => event.previousAddress === survivor)).toEqual([]);
    expect(released.every((event) => event.address === '')).toBe(true);
    expect(new Set(released.map((event) => event.deploymentId)).size).toBe(released.length);
    expect(cluster().logged('two', 'DeploymentRelease')).toHaveLength(1);
  });
});
