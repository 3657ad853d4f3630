import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { spawnProcessGroup } from '@node-unit/supervisor';

import type { ServerUser } from './findBinaries.js';

interface RunOptions {
  readonly user: ServerUser;
  /** Kills the program. */
  readonly signal: AbortSignal | undefined;
}

/** Runs a program to its end. Throws an Error with what it wrote if it fails. */
export async function runToEnd(command: string, args: readonly string[], { user, signal }: RunOptions): Promise<void> {
  const group = spawnProcessGroup({
    command,
    args,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  const kill = (): void => void group.kill();
  signal?.addEventListener('abort', kill, { once: true });
  const output = Promise.all([readAll(group.stdout), readAll(group.stderr)]);
  const exit = await group.exited;
  signal?.removeEventListener('abort', kill);
  signal?.throwIfAborted();
  if (exit.exitCode === 0) return;
  throw new Error(`${command} failed (${exit.signal ?? `exit code ${exit.exitCode}`}):\n${(await output).join('')}`);
}

async function readAll(stream: Readable | null): Promise<string> {
  return stream ? text(stream) : '';
}
