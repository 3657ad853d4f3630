import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { spawnProcessGroup } from '@node-unit/supervisor';

import type { ServerUser } from './findBinaries.js';

/** Runs a program to its end. Throws an Error with what it wrote if it fails. */
export async function runToEnd(command: string, args: readonly string[], user: ServerUser): Promise<void> {
  const group = spawnProcessGroup({
    command,
    args,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  const output = Promise.all([readAll(group.stdout), readAll(group.stderr)]);
  const { exitCode, signal } = await group.exited;
  if (exitCode === 0) return;
  throw new Error(`${command} failed (${signal ?? `exit code ${exitCode}`}):\n${(await output).join('')}`);
}

async function readAll(stream: Readable | null): Promise<string> {
  return stream ? text(stream) : '';
}
