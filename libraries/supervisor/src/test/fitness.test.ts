import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createSupervisor } from '../index.js';
import { deployment, IDLE, idlePackage, SLOW, startSupervisor } from './deployments.js';
import { temporaryFolder, writePackage } from './packages.js';

describe(`the processes of ${createSupervisor.name} that are unfit`, () => {
  it('starts a process again that uses more memory than it may, and only that', async () => {
    const { supervisor, log, find } = startSupervisor();
    supervisor.setDeployments([
      deployment({ id: 'd', ...idlePackage(), memoryMaxMb: 100 }),
      deployment({ id: 'free', ...idlePackage() }),
    ]);
    await expect.poll(() => [log('d'), log('free')], SLOW).toEqual(['up\n', 'up\n']);
    const usages = new Map(supervisor.rootPids().map((pid) => [pid, { memoryMb: 100.4 }]));
    supervisor.limitMemory(usages);
    await expect.poll(() => log('d'), SLOW).toBe('up\ndown\nup\n');
    expect(find('DeploymentProcessRestarting')).toMatchObject([
      { deploymentId: 'd', reason: 'the process used 100 MB; memory_max_mb is 100' },
    ]);
    expect(log('free')).toBe('up\n');
  });

  it('checks the health of a process, and starts it again when it fails', async () => {
    const folder = temporaryFolder();
    const { version } = writePackage('test-health', {
      manifest: { bin: { probe: 'probe.js' } },
      'index.js': IDLE,
      'probe.js': `process.exit(require('node:fs').existsSync(${JSON.stringify(join(folder, 'ill'))}) ? (console.error('ill'), 3) : 0);`,
    });
    const probe = { kind: 'command', command: ['probe'] } as const;
    const health = { probe, intervalMs: 20, timeoutMs: 30_000, failures: 2, startGraceMs: 0 };
    const { supervisor, log, state, find } = startSupervisor();
    supervisor.setDeployments([deployment({ id: 'd', packageName: 'test-health', packageVersion: version, health })]);
    await expect.poll(() => state('d'), SLOW).toMatchObject({ state: 'running', healthy: true });
    writeFileSync(join(folder, 'ill'), '');
    await expect.poll(() => log('d'), SLOW).toContain('up\ndown\n');
    await expect
      .poll(() => find('DeploymentProcessRestarting')[0]?.reason, SLOW)
      .toBe('the health check failed 2 times in a row: the command "probe" ended with 3: ill');
  });
});
