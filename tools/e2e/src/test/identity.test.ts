import { join } from 'node:path';

import { allRunning, type LogRecord, type Program } from '@node-unit/local-cluster';
import { describe, expect, it } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();

/** A machine that was made from the image of `one`. */
function startClone(): { readonly program: Program; readonly started: readonly LogRecord[] } {
  const { folder } = cluster().local;
  const identity = { NODE_UNIT_NAME: 'one', NODE_UNIT_PASSWORD: `local one ${folder}` };
  const env = { ...identity, NODE_UNIT_WORKSPACE_DIR: join(folder, 'clone') };
  const program = cluster().local.startNodeUnit({ name: 'clone', env });
  const started: LogRecord[] = [];
  program.records$.subscribe((record) => record.event === 'DeploymentProcessStarted' && started.push(record));
  return { program, started };
}

describe('two machines with one identity', { timeout: 120_000 }, () => {
  it('the second ends with exit code 2 and says what to do; the first goes on untouched', async () => {
    await cluster().join(['one']);
    const before = await cluster().runSamples(2);
    const historyBefore = await cluster().history();
    const { program, started } = startClone();
    const exit = await program.exited;
    expect(exit).toMatchObject({ exitCode: 2 });
    expect(exit.errorText).toMatch(/already connected as .*NODE_UNIT_NAME and NODE_UNIT_PASSWORD/);
    const after = await cluster().until('all run as before', allRunning);
    expect(after.processes).toEqual(before.processes);
    expect(await cluster().history()).toHaveLength(historyBefore.length);
    expect(started).toEqual([]);
  });

  it('a suspended one gives way; when it goes on it ends, and is refused if it is started again', async () => {
    const before = await cluster().until('all run', allRunning);
    const first = cluster().local.nodeUnits.get('one');
    cluster().signal('one', 'SIGSTOP');
    const { program, started } = startClone();
    await program.logged('HostConnection', ({ state }) => state === 'connected');
    cluster().signal('one', 'SIGCONT');
    expect(await first?.exited).toMatchObject({ exitCode: 1 });
    expect(await cluster().local.startNodeUnit({ name: 'one' }).exited).toMatchObject({ exitCode: 2 });
    await expect.poll(() => started.length, { timeout: 30_000, interval: 50 }).toBe(before.processes.size);
  });
});
