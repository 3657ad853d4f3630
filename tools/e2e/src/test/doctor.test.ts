import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type CommandRun, unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

const SLOW = { timeout: 60_000, interval: 500 };
const cluster = useCluster();
const mayMount = canMount();

/** A small disk of its own is mounted by root, where that is allowed. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function childrenOf(pid: number): readonly number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);
}

function doctor(variables: Readonly<Record<string, string>> = {}): Promise<CommandRun> {
  return unitctl(cluster().local, ['doctor'], variables);
}

async function told(): Promise<string> {
  return (await doctor()).output;
}

describe('unitctl doctor', { timeout: 120_000 }, () => {
  it('finds no fault in a cluster that is in order', async () => {
    await cluster().join(['one', 'two']);
    await expect.poll(async () => (await doctor()).exitCode, SLOW).toBe(0);
    expect(await told()).toMatch(/ok +node-units +2 of 2 answer/);
  });

  it('names a host that is not there, and a wrong token', async () => {
    const away = await doctor({ HOST_URL: 'ws://127.0.0.1:1' });
    expect([away.exitCode, away.output]).toEqual([3, expect.stringMatching(/fault +host +the host cannot be reached/)]);
    const wrong = await doctor({ HOST_TOKEN: 'wrong' });
    expect([wrong.exitCode, wrong.output]).toEqual([3, expect.stringMatching(/fault +host .*check HOST_TOKEN/)]);
  });

  it('names node-units with different policies', async () => {
    await cluster().join(['three'], { NODE_UNIT_CLAIM_POLICY: 'spread' });
    await expect.poll(told, SLOW).toMatch(/fault +policies .*three: spread/);
  });

  it('names an identity that two processes have', async () => {
    const second = cluster().local.startNodeUnit({ name: 'one' });
    expect((await second.exited).exitCode).toBe(2);
    await expect.poll(told, SLOW).toMatch(/fault +identities .*identity of one/);
  });

  it.skipIf(!mayMount)('names the node-unit whose workspace has a full disk', async () => {
    const disk = await mkdtemp(join(tmpdir(), 'full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]);
    try {
      await chmod(disk, 0o755);
      await cluster().join(['cramped'], { NODE_UNIT_WORKSPACE_DIR: join(disk, 'workspace') });
      await expect
        .poll(told, SLOW)
        .toMatch(/(fault|warning) +disk +the disk of the workspace of cramped is nearly full/);
      cluster().signal('cramped', 'SIGKILL');
      await cluster().local.nodeUnits.get('cramped')?.exited;
    } finally {
      execFileSync('umount', ['--lazy', disk]);
      await rm(disk, { recursive: true });
    }
  });

  it('names a database that hangs, and one that is not there', async () => {
    const [row] = await cluster().local.sql('show data_directory');
    const file = await readFile(join(String(row?.['data_directory']), 'postmaster.pid'), 'utf8');
    const server = Number(file.split('\n', 1)[0]);
    const all = [server, ...childrenOf(server)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    try {
      await expect.poll(told, SLOW).toMatch(/fault +(database|storage) .*(answer|database)/);
    } finally {
      for (const pid of all) process.kill(pid, 'SIGCONT');
    }
    await expect.poll(told, SLOW).not.toMatch(/fault +(database|storage)/);
    process.kill(server, 'SIGKILL');
    await expect.poll(told, SLOW).toMatch(/fault +(database|storage) .*database/);
    await cluster().local.restartDatabase();
    await expect.poll(told, SLOW).not.toMatch(/fault +(database|storage)/);
  });

  it('names a storage that is not there', async () => {
    const [, storage] = cluster().local.started;
    storage?.signal('SIGKILL');
    await storage?.exited;
    await expect.poll(told, SLOW).toMatch(/fault +storage +no storage is on this host/);
  });
});
