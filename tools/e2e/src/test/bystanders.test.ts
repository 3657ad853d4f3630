import { allAssigned, allRunning, distribution, wantedDeployments } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

describe('node-units that do not claim', { timeout: 120_000 }, () => {
  it('under the policy none keep nobody from claiming, and claim nothing', async () => {
    await cluster().join(['one', 'two']);
    await cluster().join(['idle'], { NODE_UNIT_CLAIM_POLICY: 'none' });
    const picture = await cluster().runSamples(4);
    const counts = ['one', 'two', 'idle'].map((name) => distribution(picture).get(cluster().local.addressOf(name)));
    expect(counts).toEqual([2, 2, undefined]);
  });

  it('under the policy none run what they are given', async () => {
    const idle = cluster().local.addressOf('idle');
    const [id] = await cluster().local.insertSamples(1);
    await cluster().until('it is claimed', allRunning);
    await cluster().local.sql('update deployment set address = $1 where id = $2', [idle, id]);
    const picture = await cluster().until('it runs where it was put', (each) => each.processes.has(`idle ${id}`));
    expect(wantedDeployments(picture).find((row) => row.id === id)?.address).toBe(idle);
  });

  it('that hang keep nobody from claiming once the host has noticed, and lose what they held', async () => {
    const hung = cluster().local.addressOf('two');
    cluster().signal('two', 'SIGSTOP');
    await cluster().local.insertSamples(3);
    const picture = await cluster().until(
      'everything is with somebody who is awake',
      (each) => allAssigned(each) && !distribution(each).has(hung),
    );
    expect(distribution(picture).get(cluster().local.addressOf('one'))).toBe(7);
  });

  it('that wake up again stop what is no longer theirs', async () => {
    cluster().signal('two', 'SIGCONT');
    await cluster().until(
      'only what it holds runs there',
      ({ nodeUnits, processes }) =>
        nodeUnits.length === 3 && [...processes.values()].every(({ nodeUnit }) => nodeUnit !== 'two'),
    );
    await cluster().until('all run', allRunning);
  });
});
