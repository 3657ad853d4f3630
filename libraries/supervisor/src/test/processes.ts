import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';

import { readProcFile } from '@node-unit/resource-usage';
import { type ProcessGroup, type ProcessGroupOptions, spawnProcessGroup } from '../index.js';

/** Zombies are dead. */
export function isAlive(pid: number): boolean {
  const stat = readProcFile(pid, 'stat');
  return stat !== '' && !['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2));
}

export function anyAlive(pids: readonly number[]): boolean {
  return pids.some(isAlive);
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
 * Starts a child that is in a session of its own and has no environment, kills what else is in its group (the watcher),
 * and prints `{ pids, kill }`: both process ids, and how the killing went.
 */
export const DAEMON_PROGRAM = `
  const fs = require('node:fs');
  const idle = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
  const options = { detached: true, env: {}, stdio: ['ignore', 'pipe', 'ignore'] };
  const child = require('node:child_process').spawn(process.execPath, ['-e', idle], options);
  const statOf = (pid) => { try { return fs.readFileSync('/proc/' + pid + '/stat', 'utf8'); } catch { return ''; } };
  const groupOf = (pid) => Number(/\\) \\S \\d+ (\\d+)/.exec(statOf(pid))?.[1]);
  const others = () => fs.readdirSync('/proc').filter((pid) => pid > 0 && Number(pid) !== process.pid && groupOf(pid) === process.pid);
  const kill = (pid) => { try { return process.kill(Number(pid), 'SIGKILL'); } catch (error) { return error.code; } };
  child.stdout.once('data', () => {
    child.stdout.destroy();
    console.log(JSON.stringify({ pids: [process.pid, child.pid], uid: process.getuid(), kill: others().map(kill) }));
    setInterval(() => {}, 1000);
  });
`;
