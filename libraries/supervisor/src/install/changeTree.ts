import type { Stats } from 'node:fs';
import { chmod, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import type { ProcessUser } from '../users/ProcessUser.js';

/** Gives a folder that nobody else can change to a user. Links are given, not followed. */
export async function giveTree(folder: string, { uid, gid }: ProcessUser): Promise<void> {
  await visitTree(folder, (path) => lchown(path, uid, gid));
}

/**
 * Takes a folder back from a user that has no process any more: everything is the agent's then, everybody may read it
 * and nobody else may write it.
 *
 * @throws SupervisorError `INSTALL_FAILED` if it contains what is neither file, folder nor link, or belongs to others:
 * a hard link to a foreign file must not become everybody's to read
 */
export async function sealTree(folder: string, { uid }: ProcessUser): Promise<void> {
  const own = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0] as const;
  await visitTree(folder, async (path, stats) => {
    const isKnownKind = stats.isDirectory() || stats.isFile() || stats.isSymbolicLink();
    if (!isKnownKind || stats.uid !== uid) {
      const message = `"${path}" is neither file, folder nor link of the user ${uid} that installed it (it is ${stats.uid}'s)`;
      throw new SupervisorError('INSTALL_FAILED', message);
    }
    await lchown(path, ...own);
    if (!stats.isSymbolicLink()) await chmod(path, sealedMode(stats.mode));
  });
}

/** Readable for all, writable for the owner, no other user's rights for who runs it. */
export function sealedMode(mode: number): number {
  const execute = (mode & 0o170000) === 0o040000 || (mode & 0o111) !== 0 ? 0o111 : 0;
  return (mode & 0o755) | 0o644 | execute;
}

async function visitTree(path: string, visit: (path: string, stats: Stats) => Promise<void>): Promise<void> {
  const stats = await lstat(path);
  await visit(path, stats);
  if (!stats.isDirectory()) return;
  for (const name of await readdir(path)) await visitTree(join(path, name), visit);
}
