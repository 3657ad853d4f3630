import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { type ProcessGroup, type ProcessGroupOptions, spawnProcessGroup } from '../index.js';

/** Zombies are dead. */
export function isAlive(pid: number): boolean {
  const stat = readProcFile(pid, 'stat');
  return stat !== '' && !['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2));
}

export function anyAlive(pids: readonly number[]): boolean {
  return pids.some(isAlive);
}

/** The live guards that a process has started. */
export function findGuards(agentPid: number): readonly number[] {
  const isGuard = (pid: number): boolean => readProcFile(pid, 'cmdline').endsWith('\0node-unit-guard\0');
  const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(readProcFile(pid, 'stat'))?.[1]);
  return (listProcesses() ?? []).filter((pid) => isGuard(pid) && parentOf(pid) === agentPid && isAlive(pid));
}

/** The next whole line as JSON. */
export async function readJsonLine<T>(stream: Readable | null): Promise<T> {
  let text = '';
  for await (const chunk of stream?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return JSON.parse(text.slice(0, text.indexOf('\n'))) as T;
  }
  throw new Error(`expected a line of JSON, got the end after "${text}"`);
}

/** A Node.js program under a guard, with its standard output as a pipe. */
export function spawnProgram(program: string, options: Partial<ProcessGroupOptions> = {}): ProcessGroup {
  return spawnProcessGroup({
    command: process.execPath,
    args: ['-e', program],
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'] as const,
    ...options,
  });
}

/**
 * Starts a child, a grandchild that left the group and a stopped child, ignores what ends it in order, and prints
 * `{ pids }` when all run.
 */
export const FAMILY_PROGRAM = `
  const { spawn } = require('node:child_process');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
  const idle = 'process.stdout.write("up"); setInterval(() => {}, 1000);';
  const start = (detached) => spawn(process.execPath, ['-e', idle], { detached, stdio: ['ignore', 'pipe', 'ignore'] });
  const family = [start(false), start(true), start(false)];
  Promise.all(family.map((child) => new Promise((resolve) => child.stdout.once('data', resolve)))).then(() => {
    family[2].kill('SIGSTOP');
    console.log(JSON.stringify({ pids: [process.pid, ...family.map((child) => child.pid)] }));
  });
`;

/**
 * For `/bin/sh`: starts a process in a session of its own without environment that forks for ever, each parent ending at once,
 * so that no list of processes has it.
 */
export const CHAIN_SCRIPT = `
  link='/bin/sh -c "$0" "$0" &'
  setsid env -i /bin/sh -c "$link" "$link" &
  echo '{}'
  exec sleep 1000
`;

/**
 * Starts a child that is in a session of its own and has no environment, tries to kill the agent's guard, and prints
 * `{ pids, kill }`: both process ids, and how the killing went.
 */
export const DAEMON_PROGRAM = `
  const fs = require('node:fs');
  const idle = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
  const options = { detached: true, env: {}, stdio: ['ignore', 'pipe', 'ignore'] };
  const child = require('node:child_process').spawn(process.execPath, ['-e', idle], options);
  const read = (pid, name) => { try { return fs.readFileSync('/proc/' + pid + '/' + name, 'utf8'); } catch { return ''; } };
  const parentOf = (pid) => Number(/\\) \\S (\\d+)/.exec(read(pid, 'stat'))?.[1]);
  const guards = () => fs.readdirSync('/proc').filter((pid) =>
    pid > 0 && read(pid, 'cmdline').endsWith('\\0node-unit-guard\\0') && parentOf(pid) === process.ppid);
  const kill = (pid) => { try { return process.kill(Number(pid), 'SIGKILL'); } catch (error) { return error.code; } };
  child.stdout.once('data', () => {
    child.stdout.destroy();
    console.log(JSON.stringify({ pids: [process.pid, child.pid], uid: process.getuid(), kill: guards().map(kill) }));
    setInterval(() => {}, 1000);
  });
`;
