import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { spawnProcessGroup } from '../index.js';
import { anyAlive, FAMILY_PROGRAM, findGuards, isAlive, readJsonLine, spawnProgram } from './processes.js';

/** A live process of the group, other than its leader. */
function findMember(groupId: number): number | undefined {
  const groupOf = (pid: number): number => Number(/\) \S \d+ (\d+)/.exec(readProcFile(pid, 'stat'))?.[1]);
  return listProcesses()?.find((pid) => pid !== groupId && groupOf(pid) === groupId && isAlive(pid));
}

describe(spawnProcessGroup.name, () => {
  it('keeps the process id, the exit code, the arguments and the environment of the command as they are', async () => {
    const args = ['$HOME', '`id`', "it's", 'a b', '', '-n', '"', '*', 'x\ny'];
    const letters = String.fromCharCode(...Array.from({ length: 0x2000 }, (_, code) => code + 1));
    const env = {
      PATH: '/usr/bin:/bin',
      ENV: 'x',
      QUOTED: `'"$(id)`,
      IFS: '/',
      LINES: ' a\n\n\tb\\\n',
      script: letters,
    };
    const program = `console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(1), env: process.env })); process.exitCode = 7;`;
    const group = spawnProgram(program, { args: ['-e', program, '--', ...args], env });
    const seen = await readJsonLine<{ pid: number; args: string[]; env: Record<string, string> }>(group.stdout);
    expect(seen.pid).toBe(group.pid);
    expect(seen.args).toEqual(args);
    expect(seen.env).toMatchObject({ ...env, NODE_UNIT_RUN_ID: group.runId });
    expect(
      Object.keys(seen.env)
        .filter((name) => !(name in env))
        .sort(),
    ).toEqual(['NODE_UNIT_RUN_ID', 'PWD']);
    expect(await group.exited).toEqual({ exitCode: 7, signal: null });
    await group.gone;
  });

  it.each(['dotted.na-me', '-S', 'UID', '%%', '\u00e4'])(
    'sets a variable with the name %j, and passes on how it ends',
    async (name) => {
      const env = { PATH: '/usr/bin:/bin', [name]: `'"$(id)` };
      const group = spawnProgram(
        `process.on('SIGTERM', () => process.exit(5)); console.log(JSON.stringify(process.env));
      setInterval(() => {}, 1000);`,
        { env },
      );
      const seen = await readJsonLine<Record<string, string>>(group.stdout);
      expect(seen).toEqual({ ...env, NODE_UNIT_RUN_ID: group.runId });
      await group.stop(10_000);
      expect(await group.exited).toEqual({ exitCode: 5, signal: null });
      const killed = spawnProgram(`process.kill(process.pid, 'SIGABRT')`, { env });
      expect(await killed.exited).toEqual({ exitCode: null, signal: 'SIGABRT' });
    },
  );

  it('tells by which signal the command ended', async () => {
    const group = spawnProgram(`process.kill(process.pid, 'SIGABRT'); setInterval(() => {}, 1000);`);
    expect(await group.exited).toEqual({ exitCode: null, signal: 'SIGABRT' });
  });

  it('leaves the command neither the guard nor an open output', async () => {
    const group = spawnProgram(
      `const fs = require('node:fs'); console.log(fs.readdirSync('/proc/self/fd').filter((fd) => {
        try { return fs.readlinkSync('/proc/self/fd/' + fd).startsWith('socket:'); } catch { return false; }
      }).length)`,
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    // Standard output itself is one. The text ends only when nobody holds it open any more.
    expect(group.stdout && (await text(group.stdout))).toBe('1\n');
  });

  it('asks with SIGTERM and lets the command end by itself', async () => {
    const group = spawnProgram(`process.on('SIGTERM', () => process.exit(3)); console.log('{}');
      setInterval(() => {}, 1000);`);
    await readJsonLine(group.stdout);
    await group.stop(10_000);
    expect(await group.exited).toEqual({ exitCode: 3, signal: null });
  });

  it('loses no SIGTERM that is sent while the command starts', async () => {
    const groups = Array.from({ length: 20 }, () => spawnProgram('setInterval(() => {}, 1000)'));
    await Promise.all(groups.map((group) => group.stop(60_000)));
    expect(await groups[0]?.exited).toEqual({ exitCode: null, signal: 'SIGTERM' });
  });

  it('kills a command that ignores SIGTERM after the grace time, with its children, strays and stopped ones', async () => {
    const group = spawnProgram(FAMILY_PROGRAM);
    const { pids } = await readJsonLine<{ pids: number[] }>(group.stdout);
    await group.stop(50);
    expect(await group.exited).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect(anyAlive(pids)).toBe(false);
    expect(findMember(group.pid)).toBeUndefined();
  });

  it('is not gone before a stray has ended that takes its time, because it has much memory to give back', async () => {
    const group = spawnProgram(`
      const stray = ['dd', ['if=/dev/zero', 'of=/dev/null', 'bs=500M'], { detached: true, stdio: 'ignore' }];
      console.log(JSON.stringify({ pid: require('node:child_process').spawn(...stray).pid }));
      setInterval(() => {}, 1000);`);
    const { pid } = await readJsonLine<{ pid: number }>(group.stdout);
    const memoryKb = () => Number(/^VmRSS:\s*(\d+)/m.exec(readProcFile(pid, 'status'))?.[1]);
    await expect.poll(memoryKb).toBeGreaterThan(500_000);
    await group.kill();
    expect(isAlive(pid)).toBe(false);
  });

  it('wakes a stopped command to end in order', async () => {
    const group = spawnProgram(`process.on('SIGTERM', () => process.exit(4)); console.log('{}');
      setInterval(() => {}, 1000);`);
    await readJsonLine(group.stdout);
    process.kill(group.pid, 'SIGSTOP');
    await group.stop(10_000);
    expect(await group.exited).toEqual({ exitCode: 4, signal: null });
  });

  it('clears away what the command leaves behind when it ends by itself', async () => {
    const group = spawnProgram(`${FAMILY_PROGRAM} process.on('SIGUSR1', () => process.exit(0));`);
    const { pids } = await readJsonLine<{ pids: number[] }>(group.stdout);
    process.kill(group.pid, 'SIGUSR1');
    expect(await group.exited).toEqual({ exitCode: 0, signal: null });
    await group.gone;
    expect(anyAlive(pids)).toBe(false);
    expect(findMember(group.pid)).toBeUndefined();
  });

  it('has one guard for all runs, which no signal but SIGKILL ends', async () => {
    const groups = [spawnProgram('setInterval(() => {}, 1000)'), spawnProgram('setInterval(() => {}, 1000)')];
    const guards = findGuards(process.pid);
    expect(guards).toHaveLength(1);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGTSTP']) process.kill(guards[0] ?? 0, signal);
    await Promise.all(groups.map((group) => group.kill()));
    expect(findGuards(process.pid)).toEqual(guards);
  });

  it('exits with 127 if there is no such command, and throws if there is no such folder', async () => {
    // A folder of the PATH that may not be entered would make it 126.
    const env = { PATH: '/usr/bin:/bin' };
    const missing = spawnProgram('', { command: 'no-such-command', env, stdio: ['ignore', 'ignore', 'ignore'] });
    expect(await missing.exited).toEqual({ exitCode: 127, signal: null });
    expect(() => spawnProgram('', { cwd: '/no/such/folder' })).toThrow(
      expect.objectContaining({ code: 'PROCESS_NOT_STARTED' }),
    );
  });
});
