import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { allRunning, wantedDeployments } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
/** What all runs of a deployment have said, on whatever node-unit: they share a workspace here. */
function logOf(id: string): string {
  const dir = join(cluster().local.folder, 'workspace', 'logs');
  const names = readdirSync(dir).filter((name) => name.startsWith(`${id}.`) && /\.log(\.gz)?$/.test(name));
  const read = (name: string): Buffer => readFileSync(join(dir, name));
  return names.map((name) => (name.endsWith('.gz') ? gunzipSync(read(name)) : read(name)).toString()).join('');
}

describe('a node-unit that is told to stop', { timeout: 120_000 }, () => {
  it('has its processes told to stop', async () => {
    await cluster().join(['one', 'two']);
    const before = await cluster().runSamples(6);
    const leaving = cluster().local.addressOf('one');
    const held = wantedDeployments(before).filter(({ address }) => address === leaving);
    expect(held).toHaveLength(3);

    // A process that has just been started cannot be told anything yet.
    for (const { id } of held)
      await expect.poll(() => logOf(id), { timeout: 30_000, interval: 20 }).toContain('process');

    const program = cluster().local.nodeUnits.get('one');
    cluster().signal('one', 'SIGTERM');
    expect(await program?.exited).toMatchObject({ exitCode: 0, errorText: '' });
    // While the other one begins its own segment, a file may change its name between two looks.
    for (const { id } of held)
      await expect.poll(() => logOf(id), { timeout: 30_000, interval: 20 }).toContain('told to stop');
    await cluster().until('the other one runs all', allRunning);
  });

  it('is welcome when it comes back, and nothing that runs is taken away for it', async () => {
    await cluster().join(['one']);
    const { processes } = await cluster().runSamples(2);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'two')).toHaveLength(6);
    expect([...processes.values()].filter(({ nodeUnit }) => nodeUnit === 'one')).toHaveLength(2);
  });
});
