import { findUserProcesses } from '../group/findRunProcesses.js';
import { killAll } from '../group/killRun.js';
import { nextLook } from '../group/ProcessLook.js';
import { runAsUser } from './runAsUser.js';

/** Where every user of a machine may leave files. */
export const SHARED_FOLDERS: readonly string[] = ['/tmp', '/var/tmp', '/dev/shm'];

/** Ends every process of a dedicated user. Resolves when none is left. */
export async function killUser(uid: number): Promise<void> {
  if (findUserProcesses(uid, await nextLook()).length === 0) return;
  // All at once: processes that multiply could outrun a list.
  await runAsUser(uid, ['/bin/sh', '-c', 'kill -s KILL -- -1']);
  await killAll((look) => findUserProcesses(uid, look));
}

/** Removes what a dedicated user has in the shared folders, with that user's rights, so that no link leads elsewhere. */
export async function removeSharedFiles(uid: number): Promise<void> {
  await runAsUser(uid, ['/usr/bin/find', ...SHARED_FOLDERS, '-xdev', '-uid', String(uid), '-delete']);
}
