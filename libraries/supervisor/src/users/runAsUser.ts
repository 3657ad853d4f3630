import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

import { dropPrivileges } from './dropPrivileges.js';
import { findSetpriv } from './findSetpriv.js';

export interface UserCommandResult {
  readonly isDone: boolean;
  readonly stdout: string;
  /** Of the command, or why it was not started. */
  readonly complaint: string;
}

/** Runs a short command as a user whose group has the same number. Never rejects. */
export async function runAsUser(
  uid: number,
  command: readonly string[],
  gid: number = uid,
): Promise<UserCommandResult> {
  const setpriv = findSetpriv();
  if (setpriv === undefined) return { isDone: false, stdout: '', complaint: 'there is no setpriv (util-linux)' };
  const [file, ...args] = [...dropPrivileges({ uid, gid }, setpriv), ...command];
  const child = spawn(file ?? setpriv, args, {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve).once('error', () => resolve(null));
  });
  const [code, stdout, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { isDone: code === 0, stdout, complaint: complaint.trim() };
}
