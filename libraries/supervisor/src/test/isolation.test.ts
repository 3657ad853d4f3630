import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createSupervisor } from '../index.js';
import { findUserProcesses } from '../group/findRunProcesses.js';
import { npmEnvironment } from '../install/npmEnvironment.js';
import { PackageStore } from '../install/PackageStore.js';
import { runAsUser } from '../users/runAsUser.js';
import { UserPlaces } from '../users/UserPlaces.js';
import { deployment, SLOW, startSupervisor } from './deployments.js';
import { HOSTILE_PROGRAM } from './hostileProgram.js';
import { temporaryFolder, writePackage, installedIn, npmSettings } from './packages.js';
import { DAEMON_PROGRAM } from './processes.js';
import { asStranger, canIsolate, IN_RANGE } from './users.js';

const HOME_TELLER = `console.log(JSON.stringify({ pid: process.pid, uid: process.getuid(), home: process.env.HOME }));
  setInterval(() => {}, 1000);`;

interface Told {
  readonly pid: number;
  readonly uid: number;
  readonly home: string;
}

/** A supervisor in a folder that everybody may enter, and one deployment in it that tells its home. */
async function startWithNeighbour() {
  const started = startSupervisor({ runAs: IN_RANGE });
  chmodSync(started.workspaceDir, 0o755);
  const packageVersion = writePackage('test-neighbour', { 'index.js': HOME_TELLER }).version;
  const row = deployment({ id: 'neighbour', packageName: 'test-neighbour', packageVersion, env: { SECRET: 'hush' } });
  started.supervisor.setDeployments([row]);
  await expect.poll(() => started.log('neighbour'), SLOW).toContain('\n');
  return { ...started, row, neighbour: JSON.parse(started.log('neighbour')) as Told };
}

describe.runIf(canIsolate)(`${createSupervisor.name} with users of a range`, { timeout: 120_000 }, () => {
  it('refuses a hostile process everything that is not its own', async () => {
    const { supervisor, workspaceDir, row, neighbour, log } = await startWithNeighbour();
    // What becomes root where new privileges are possible.
    const setuidProgram = join(workspaceDir, 'setuid-id');
    copyFileSync('/usr/bin/id', setuidProgram);
    chmodSync(setuidProgram, 0o4755);
    const packageVersion = writePackage('test-hostile', { 'index.js': HOSTILE_PROGRAM }).version;
    const args = [String(process.pid), String(neighbour.pid), neighbour.home, join(workspaceDir, 'logs/neighbour.log')];
    const env = { SETUID_PROGRAM: setuidProgram };
    supervisor.setDeployments([
      row,
      deployment({ id: 'hostile', packageName: 'test-hostile', packageVersion, args, env }),
    ]);
    await expect.poll(() => log('hostile'), SLOW).toContain('\n');
    const seen = JSON.parse(log('hostile')) as { uid: number };
    const none = '0000000000000000';
    expect(seen).toEqual({
      reads: ['EACCES', 'EACCES', 'EACCES', 'EACCES'],
      signals: ['EPERM', 'EPERM'],
      files: ['EACCES', 'EACCES', 'EACCES', 'EACCES', 'EACCES', 'EACCES'],
      uid: expect.any(Number) as number,
      id: ['', '1', none, none, none],
      setuid: String(seen.uid),
      folders: [
        { uid: seen.uid, mode: 0o700 },
        { uid: seen.uid, mode: 0o700 },
      ],
      inherited: [],
    });
    expect(seen.uid).not.toBe(neighbour.uid);
  });

  it('keeps the home while the row changes, and removes it when the deployment leaves', async () => {
    const { supervisor, row, neighbour, log, workspaceDir } = await startWithNeighbour();
    writeFileSync(join(neighbour.home, 'kept'), '');
    supervisor.setDeployments([{ ...row, claimEpoch: 2 }]);
    await expect.poll(() => log('neighbour').trim().split('\n'), SLOW).toHaveLength(2);
    const again = JSON.parse(log('neighbour').split('\n')[1] ?? '') as Told;
    expect([again.uid, again.home]).toEqual([neighbour.uid, neighbour.home]);
    expect(existsSync(join(neighbour.home, 'kept'))).toBe(true);
    await supervisor.stop('neighbour');
    expect(existsSync(neighbour.home)).toBe(true);
    supervisor.setDeployments([]);
    await expect.poll(() => readdirSync(join(workspaceDir, 'users')), SLOW).toEqual([]);
  });

  it('removes a home without following the links in it', async () => {
    const { supervisor, neighbour, workspaceDir } = await startWithNeighbour();
    const victim = temporaryFolder();
    writeFileSync(join(victim, 'precious'), '');
    await runAsUser(neighbour.uid, [
      '/bin/sh',
      '-c',
      `cd "${neighbour.home}"; mkdir sub; ln -s "${victim}" sub/link; ln -s /etc/passwd file; ln -s "${victim}" /tmp/link-${neighbour.uid}`,
    ]);
    expect(existsSync(`/tmp/link-${neighbour.uid}`)).toBe(true);
    await supervisor.stopAll();
    expect(readdirSync(join(workspaceDir, 'users'))).toEqual([]);
    expect(existsSync(`/tmp/link-${neighbour.uid}`)).toBe(false);
    expect([readdirSync(victim), statSync('/etc/passwd').uid]).toEqual([['precious'], 0]);
  });

  it('ends a process that left the session with a clean environment', async () => {
    const { supervisor, row, log } = await startWithNeighbour();
    const packageVersion = writePackage('test-daemon', { 'index.js': DAEMON_PROGRAM }).version;
    supervisor.setDeployments([row, deployment({ id: 'daemon', packageName: 'test-daemon', packageVersion })]);
    await expect.poll(() => log('daemon'), SLOW).toContain('\n');
    const { uid } = JSON.parse(log('daemon')) as Told;
    expect(findUserProcesses(uid)).toHaveLength(2);
    await supervisor.stop('daemon');
    expect(findUserProcesses(uid)).toEqual([]);
    expect(supervisor.rootPids()).toHaveLength(1);
  });
});

describe.runIf(canIsolate)(`${PackageStore.name} with users of a range`, { timeout: 120_000 }, () => {
  it('runs install scripts as a user of their own, and leaves the result to the agent', async () => {
    const { workspaceDir, neighbour } = await startWithNeighbour();
    const { version } = writePackage('test-scripted', {
      manifest: { scripts: { install: 'node install.js' } },
      'install.js': `
        const fs = require('node:fs');
        const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
        const status = fs.readFileSync('/proc/self/status', 'utf8');
        fs.writeFileSync('report.json', JSON.stringify({
          uid: process.getuid(),
          groups: /^Groups:(.*)$/m.exec(status)[1].trim(),
          noNewPrivs: /^NoNewPrivs:\\s*(.)/m.exec(status)[1],
          agent: attempt(() => fs.readFileSync('/proc/${process.pid}/environ', 'utf8')),
          neighbour: attempt(() => fs.readFileSync('/proc/${neighbour.pid}/environ', 'utf8')),
          home: attempt(() => fs.readdirSync('${neighbour.home}')),
          token: fs.readFileSync(process.env.npm_config_userconfig, 'utf8'),
          own: fs.statSync(process.env.HOME).uid,
        }));
        fs.chmodSync('report.json', 0o666);
        require('node:child_process').spawn('sleep', ['1000'], { detached: true, env: { PATH: process.env.PATH }, stdio: 'ignore' }).unref();
      `,
    });
    const agentHome = temporaryFolder();
    writeFileSync(join(agentHome, '.npmrc'), 'fund=false\n', { mode: 0o600 });
    const env = npmEnvironment({ PATH: process.env['PATH'], HOME: agentHome }, dirname(process.execPath));
    const packages = join(workspaceDir, 'packages');
    const store = new PackageStore(packages, npmSettings(env), new UserPlaces(IN_RANGE, join(workspaceDir, 'users')));
    const { folder } = await store.provide({
      packageName: 'test-scripted',
      packageVersion: version,
      signal: new AbortController().signal,
      onInstalling: () => undefined,
    });
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { uid: number; own: number };
    expect(report).toEqual({
      uid: report.own,
      groups: '',
      noNewPrivs: '1',
      agent: 'EACCES',
      neighbour: 'EACCES',
      home: 'EACCES',
      token: 'fund=false\n',
      own: expect.any(Number) as number,
    });
    expect([0, neighbour.uid]).not.toContain(report.uid);
    expect(findUserProcesses(report.uid)).toEqual([]);
    const { uid, mode } = statSync(join(folder, 'report.json'));
    expect({ uid, mode: mode & 0o777 }).toEqual({ uid: process.getuid?.(), mode: 0o644 });
    // The neighbour's is the only one left, and the package came from a folder that only this user may enter.
    expect(readdirSync(join(workspaceDir, 'users'))).toHaveLength(1);
    expect(await asStranger('/bin/ls', version.slice('file:'.length))).toContain('Permission denied');
  });

  it('refuses what an install script made a part of the package that is no file of its own', async () => {
    const workspaceDir = temporaryFolder();
    chmodSync(workspaceDir, 0o755);
    const { version } = writePackage('test-fifo', { manifest: { scripts: { install: 'mkfifo pipe' } } });
    const places = new UserPlaces(IN_RANGE, join(workspaceDir, 'users'));
    const store = new PackageStore(
      join(workspaceDir, 'packages'),
      npmSettings(npmEnvironment(process.env, '/usr/bin')),
      places,
    );
    const { signal } = new AbortController();
    const request = { packageName: 'test-fifo', packageVersion: version, signal, onInstalling: () => undefined };
    await expect(store.provide(request)).rejects.toMatchObject({ code: 'INSTALL_FAILED' });
    expect(installedIn(join(workspaceDir, 'packages'))).toEqual([]);
  });
});
