import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import { createSupervisor } from '../index.js';
import { deployment, IDLE, idlePackage, SLOW, startSupervisor } from './deployments.js';
import { installedIn, temporaryFolder, writePackage } from './packages.js';
import { anyAlive, FAMILY_PROGRAM, isAlive } from './processes.js';

describe(createSupervisor.name, () => {
  it('installs a package and runs its entry with the arguments, in its folder, with its output in the log', async () => {
    const { version } = writePackage('@test/main', {
      manifest: { main: 'lib/main.js', type: 'module' },
      'lib/main.js': `console.log(JSON.stringify([process.argv.slice(2), process.cwd()])); console.error('complaint');
        setInterval(() => {}, 1000);`,
    });
    const { supervisor, workspaceDir, log, state, names } = startSupervisor();
    supervisor.setDeployments([
      deployment({ id: 'd', packageName: '@test/main', packageVersion: version, args: ['--a', 'b c'] }),
    ]);
    await expect.poll(() => log('d').split('\n').length, SLOW).toBe(3);
    // The two streams are read side by side.
    const [printed = ''] = log('d')
      .split('\n')
      .filter((line) => line !== 'complaint');
    const [args, folder] = JSON.parse(printed) as [string[], string];
    expect(args).toEqual(['--a', 'b c']);
    expect(folder.startsWith(workspaceDir) && folder.endsWith('/node_modules/@test/main')).toBe(true);
    expect(log('d')).toContain('complaint');
    const running = state('d');
    expect(running).toMatchObject({ state: 'running', restarts: 0 });
    expect(running?.state === 'running' && supervisor.rootPids()).toEqual([
      running?.state === 'running' && running.pid,
    ]);
    expect(supervisor.instances()).toMatchObject([{ deployment: { id: 'd' }, pid: supervisor.rootPids()[0] }]);
    expect(names()).toEqual(['DeploymentInstallStarted', 'DeploymentInstalled', 'DeploymentProcessStarted']);
  });

  it('gives a process its identity and nothing of the secrets of the agent', async () => {
    const secrets = [
      'POSTGRES_URI',
      'HOST_TOKEN',
      'NODE_UNIT_PASSWORD',
      'NPM_TOKEN',
      'npm_config__authToken',
      'FOREIGN',
    ];
    secrets.forEach((name) => vi.stubEnv(name, 'poison'));
    const { version } = writePackage('test-env', {
      'index.js': 'console.log(JSON.stringify(process.env)); setInterval(() => {}, 1000);',
    });
    const environmentOf = () => ({ TERMINAL_PRIVATE_KEY: 'key', HOST_URL: 'ws://host' });
    const { supervisor, log } = startSupervisor({ environmentOf });
    vi.unstubAllEnvs();
    const env = { OWN: 'own', TERMINAL_PRIVATE_KEY: 'stolen', NODE_UNIT_RUN_ID: 'x', NODE_UNIT_CLAIM_EPOCH: '99' };
    supervisor.setDeployments([
      deployment({ id: 'd', packageName: 'test-env', packageVersion: version, env, claimEpoch: 7 }),
    ]);
    await expect.poll(() => log('d'), SLOW).toContain('\n');
    const seen = JSON.parse(log('d')) as Record<string, string>;
    expect(log('d')).not.toContain('poison');
    expect(seen).toMatchObject({ OWN: 'own', TERMINAL_PRIVATE_KEY: 'key', HOST_URL: 'ws://host' });
    expect(seen).toMatchObject({ NODE_UNIT_DEPLOYMENT_ID: 'd', NODE_UNIT_CLAIM_EPOCH: '7', PATH: process.env['PATH'] });
    expect(seen['NODE_UNIT_RUN_ID']).toHaveLength(36);
  });

  it('starts a process that ended again after a growing pause, from what is installed', async () => {
    const { version } = writePackage('test-crash', { 'index.js': 'process.exit(process.argv.length - 2)' });
    const { supervisor, state, find } = startSupervisor();
    supervisor.setDeployments([
      deployment({ id: 'd', packageName: 'test-crash', packageVersion: version, args: ['x', 'y', 'z'] }),
    ]);
    await expect.poll(() => find('DeploymentProcessExited').length, SLOW).toBe(3);
    await expect
      .poll(() => state('d'), SLOW)
      .toMatchObject({
        state: 'crash_looping',
        restarts: 2,
        reason: 'the process ended with exit code 3',
      });
    const delays = find('DeploymentProcessRestarting').map(({ delayMs }) => delayMs);
    [500, 1_000, 2_000].forEach((longestMs, index) => {
      expect(delays[index]).toBeGreaterThanOrEqual(longestMs / 2);
      expect(delays[index]).toBeLessThanOrEqual(longestMs);
    });
    expect(find('DeploymentInstallStarted')).toHaveLength(1);
    await supervisor.stop('d');
    expect(state('d')).toBeUndefined();
  });

  it('stops in order what is no longer wanted', async () => {
    const { supervisor, state, log, find, names } = startSupervisor();
    supervisor.setDeployments([deployment({ id: 'd', ...idlePackage() })]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    const [pid = 0] = supervisor.rootPids();
    supervisor.setDeployments([]);
    expect(state('d')).toMatchObject({ state: 'stopping', restarts: 0 });
    await expect.poll(() => state('d'), SLOW).toBeUndefined();
    expect(isAlive(pid)).toBe(false);
    expect(log('d')).toBe('up\ndown\n');
    expect(find('DeploymentProcessExited')).toMatchObject([{ pid, exitCode: 0, signal: null }]);
    expect(names().slice(-3)).toEqual([
      'DeploymentProcessStopping',
      'DeploymentProcessExited',
      'DeploymentProcessStopped',
    ]);
  });

  it('kills what does not end within the grace time, with all that it started', async () => {
    const { version } = writePackage('test-family', { 'index.js': FAMILY_PROGRAM });
    const { supervisor, log, find } = startSupervisor();
    supervisor.setDeployments([
      deployment({ id: 'd', packageName: 'test-family', packageVersion: version, stopGraceMs: 100 }),
    ]);
    await expect.poll(() => log('d'), SLOW).toContain('\n');
    const { pids } = JSON.parse(log('d')) as { pids: number[] };
    await supervisor.stop('d');
    expect(anyAlive(pids)).toBe(false);
    expect(find('DeploymentProcessExited')).toMatchObject([{ signal: 'SIGKILL' }]);
    expect(supervisor.rootPids()).toEqual([]);
  });

  it('restarts when the row is updated, the old process before the new one, and only then', async () => {
    const row = deployment({ id: 'd', ...idlePackage() });
    const { supervisor, log, state, find } = startSupervisor();
    supervisor.setDeployments([row]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    supervisor.setDeployments([{ ...row }]);
    supervisor.setDeployments([{ ...row, updatedAt: '2026-01-02T00:00:00.000000Z' }]);
    supervisor.setDeployments([]);
    supervisor.setDeployments([{ ...row, updatedAt: '2026-01-03T00:00:00.000000Z' }]);
    await expect.poll(() => log('d'), SLOW).toBe('up\ndown\nup\n');
    expect(state('d')).toMatchObject({ state: 'running', restarts: 0 });
    expect(find('DeploymentProcessStarted')).toHaveLength(2);
  });

  it('keeps a deployment stopped by hand until its row changes', async () => {
    const row = deployment({ id: 'd', ...idlePackage() });
    const { supervisor, state, log } = startSupervisor();
    supervisor.setDeployments([row]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    await supervisor.stop('d');
    supervisor.setDeployments([row]);
    expect(state('d')).toBeUndefined();
    supervisor.setDeployments([{ ...row, claimEpoch: 2 }]);
    await expect.poll(() => log('d'), SLOW).toBe('up\ndown\nup\n');
  });

  it('starts ten deployments of an installed package, and does not install it again', async () => {
    const idle = idlePackage();
    const { supervisor, log, find } = startSupervisor();
    supervisor.setDeployments([deployment({ id: 'first', ...idle })]);
    await expect.poll(() => log('first'), SLOW).toBe('up\n');
    const ids = Array.from({ length: 10 }, (_, index) => `d${index}`);
    supervisor.setDeployments(ids.map((id) => deployment({ id, ...idle })));
    await expect.poll(() => ids.map(log), SLOW).toEqual(ids.map(() => 'up\n'));
    expect(find('DeploymentInstallStarted')).toHaveLength(1);
    await expect.poll(() => supervisor.rootPids().length, SLOW).toBe(10);
    const pids = supervisor.rootPids();
    await supervisor.stopAll();
    expect(anyAlive(pids)).toBe(false);
  });

  it('says why it cannot install, and tries again', async () => {
    const folder = join(temporaryFolder(), 'package');
    const { supervisor, state, find, log } = startSupervisor();
    const fields = { id: 'd', packageName: 'test-late', packageVersion: `file:${folder}` };
    supervisor.setDeployments([
      deployment(fields),
      deployment({ ...fields, id: 'refused', packageVersion: 'git+ssh://x/y' }),
    ]);
    await expect.poll(() => state('d')?.state, SLOW).toBe('backing_off');
    await expect.poll(() => state('refused')?.state, SLOW).toBe('backing_off');
    const codes = find('DeploymentInstallFailed').map(({ deploymentId, code }) => [deploymentId, code]);
    expect(codes).toContainEqual(['d', 'PACKAGE_NOT_FOUND']);
    expect(codes).toContainEqual(['refused', 'PACKAGE_REFUSED']);
    const written = writePackage('test-late', { 'index.js': IDLE }).folder;
    supervisor.setDeployments([deployment({ ...fields, packageVersion: `file:${written}` })]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
  });

  it('runs a program of the package that the command names everywhere, and other commands where that is enabled', async () => {
    const { version } = writePackage('test-tool', {
      manifest: { bin: { 'test-tool': 'tool.js', other: 'tool.js' } },
      'tool.js': `#!/usr/bin/env node\nconsole.log('tool', ...process.argv.slice(2)); setInterval(() => {}, 1000);`,
      'index.js': `console.log('entry'); setInterval(() => {}, 1000);`,
    });
    const fields = { packageName: 'test-tool', packageVersion: version, args: ['a b'] };
    const [on, off] = [startSupervisor({ enableCustomCommand: true }), startSupervisor()];
    const loop = 'while :; do sleep 1; done';
    for (const { supervisor } of [on, off]) {
      supervisor.setDeployments([
        deployment({ id: 'bin', ...fields, command: 'test-tool' }),
        deployment({ id: 'custom', ...fields, command: 'sh', args: ['-c', `echo custom; ${loop}`] }),
      ]);
    }
    await expect.poll(() => [on.log('bin'), off.log('bin')], SLOW).toEqual(['tool a b\n', 'tool a b\n']);
    await expect.poll(() => on.log('custom'), SLOW).toBe('custom\n');
    await expect.poll(() => off.state('custom')?.state, SLOW).toBe('refused');
    expect(off.state('custom')?.reason).toContain('its programs are test-tool, other');
    expect(off.find('DeploymentGivenUp')[0]).toMatchObject({ deploymentId: 'custom' });
    expect(off.log('custom')).toBe('');
    expect(await off.supervisor.programsOf('test-tool', version, AbortSignal.timeout(10_000))).toEqual([
      'test-tool',
      'other',
    ]);
  });

  it('runs on until its update is installed, and keeps running when that fails', async () => {
    const [slow, name] = [join(temporaryFolder(), 'go'), 'test-update'];
    const first = writePackage(name, { 'index.js': IDLE });
    const wait = `const fs = require('node:fs'); const timer = setInterval(() => fs.existsSync(${JSON.stringify(slow)}) && clearInterval(timer), 20);`;
    const second = writePackage(name, {
      manifest: { version: '2.0.0', scripts: { install: 'node install.js' } },
      'install.js': wait,
      'index.js': IDLE.replace("'up'", "'up 2'"),
    });
    const row = deployment({ id: 'd', packageName: name, packageVersion: first.version });
    const { supervisor, log, state, find } = startSupervisor();
    supervisor.setDeployments([row]);
    await expect.poll(() => log('d'), SLOW).toBe('up\n');
    supervisor.setDeployments([{ ...row, packageVersion: 'file:/no/such/folder' }]);
    await expect.poll(() => state('d'), SLOW).toMatchObject({ state: 'update_failed', resolvedVersion: '1.0.0' });
    expect(state('d')?.reason).toContain('/no/such/folder');
    supervisor.setDeployments([{ ...row, packageVersion: second.version }]);
    await expect.poll(() => find('DeploymentInstallStarted').length, SLOW).toBe(2);
    expect(state('d')).toMatchObject({ state: 'running', resolvedVersion: '1.0.0' });
    writeFileSync(slow, '');
    await expect.poll(() => log('d'), SLOW).toBe('up\ndown\nup 2\n');
    expect(state('d')).toMatchObject({ state: 'running', resolvedVersion: '2.0.0', restarts: 0 });
  });

  it('runs the only program of a package without an entry, and refuses one with nothing to run', async () => {
    const program = writePackage('test-bin', {
      manifest: { bin: 'run.sh.js' },
      'run.sh.js': `#!/bin/sh\necho up; while :; do sleep 1; done`,
    });
    const nothing = writePackage('test-nothing', {
      manifest: { main: 'gone.js', bin: { a: 'cli.js', b: 'cli.js' } },
      'cli.js': IDLE,
    });
    const { supervisor, log, find } = startSupervisor();
    supervisor.setDeployments([
      deployment({ id: 'bin', packageName: 'test-bin', packageVersion: program.version }),
      deployment({ id: 'nothing', packageName: 'test-nothing', packageVersion: nothing.version }),
    ]);
    await expect.poll(() => log('bin'), SLOW).toBe('up\n');
    await expect
      // It is tried again and again; how often depends on how long the other one takes.
      .poll(() => find('DeploymentInstallFailed')[0], SLOW)
      .toMatchObject({ deploymentId: 'nothing', code: 'ENTRY_NOT_FOUND' });
    expect(find('DeploymentInstallFailed')[0]?.reason).toBe(
      '"test-nothing" has nothing to run. Looked at: main (gone.js), main (gone.js.js), main (gone.js/index.js), ' +
        'index.js. It has the programs a, b: set "command" to one of them.',
    );
  });

  it('ends an installation when it stops, and starts nothing afterwards', async () => {
    const marker = join(temporaryFolder(), 'pid');
    const { version } = writePackage('test-slow', {
      manifest: { scripts: { install: 'node install.js' } },
      'install.js': '',
    });
    const program = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, String(process.pid)); setInterval(() => {}, 1000);`;
    writeFileSync(join(version.slice('file:'.length), 'install.js'), program);
    const { supervisor, state, workspaceDir, names } = startSupervisor();
    const row = deployment({ id: 'd', packageName: 'test-slow', packageVersion: version });
    supervisor.setDeployments([row]);
    const pid = () => (existsSync(marker) ? Number(readFileSync(marker, 'utf8')) : 0);
    await expect.poll(pid, SLOW).toBeGreaterThan(0);
    expect(state('d')).toMatchObject({ state: 'installing', restarts: 0 });
    await supervisor.stopAll();
    expect(isAlive(pid())).toBe(false);
    expect(installedIn(join(workspaceDir, 'packages'))).toEqual([]);
    supervisor.setDeployments([row]);
    expect(state('d')).toBeUndefined();
    expect(names()).toEqual(['DeploymentInstallStarted', 'DeploymentProcessStopped']);
  });
});
