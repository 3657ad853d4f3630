import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allRunning, distribution, processesOf, wantedDeployments } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const logOf = (id: string): string =>
  readFileSync(join(cluster().local.folder, 'workspace', 'logs', `${id}.log`), 'utf8');

describe('a node-unit that is told to stop', { timeout: 120_000 }, () => {
  it('ends its processes in order, hands its deployments back and exits with 0', async () => {
    await cluster().join(['one', 'two']);
    const before = await cluster().runSamples(6);
    const leaving = cluster().local.addressOf('one');
    const held = wantedDeployments(before).filter(({ address }) => address === leaving);
    expect(held).toHaveLength(3);

    // A process that has just been started cannot be told anything yet.
    for (const { id } of held)
      await expect.poll(() => logOf(id), { timeout: 10_000, interval: 20 }).toContain('process');

    const program = cluster().local.nodeUnits.get('one');
    cluster().signal('one', 'SIGTERM');
    expect(await program?.exited).toMatchObject({ exitCode: 0, errorText: '' });
    expect(processesOf(leaving)).toEqual([]);

    const after = await cluster().until(
      'the other one runs all',
      (each) => allRunning(each) && each.processes.size === 6,
    );
    expect([...distribution(after)]).toEqual([[cluster().local.addressOf('two'), 6]]);
    expect(cluster().logged('one', 'DeploymentHandedBack')).toHaveLength(3);
    // It handed back itself: nobody had to find out that it was gone.
    expect(cluster().logged('two', 'DeploymentRelease')).toEqual([]);
    for (const { id } of held) expect(logOf(id)).toContain('told to stop');
  });

  it('runs a deployment on one machine at a time while it moves', async () => {
    const events = await cluster().history();
    const leaving = cluster().local.addressOf('one');
    const moves = events.filter((event) => event.previousAddress === leaving);
    expect(moves.map((event) => event.address)).toEqual(['', '', '']);
  });

  it('is welcome when it comes back, and nothing that runs is taken away for it', async () => {
    await cluster().join(['one']);
    const { processes } = await cluster().runSamples(2);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'two')).toHaveLength(6);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'one')).toHaveLength(2);
  });
});
