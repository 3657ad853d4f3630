import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allRunning, wantedDeployments } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const logOf = (id: string): string =>
  readFileSync(join(cluster().local.folder, 'workspace', 'logs', `${id}.log`), 'utf8');

describe('a node-unit that is told to stop', { timeout: 120_000 }, () => {
  it('has its processes told to stop', async () => {
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
    for (const { id } of held) expect(logOf(id)).toContain('told to stop');
    await cluster().until('the other one runs all', allRunning);
  });

  it('is welcome when it comes back, and nothing that runs is taken away for it', async () => {
    await cluster().join(['one']);
    const { processes } = await cluster().runSamples(2);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'two')).toHaveLength(6);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'one')).toHaveLength(2);
  });
});
