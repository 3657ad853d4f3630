import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isComplete } from './completeness.js';
import { temporaryFolderName } from './temporaryFolders.js';

/**
 * Gives a complete installation its name. Rejects if there is a complete one of this name already, which stays.
 *
 * @remarks
 * The name is taken first, and what is there is looked at only if that fails: of several that are complete at the same
 * time, none moves away what another has just put there and perhaps runs.
 */
export async function takePlace(temporary: string, folder: string): Promise<void> {
  const isFirst = await succeeds(rename(temporary, folder));
  if (isFirst) return;
  if (!(await isComplete(folder))) await makeRoom(folder);
  await rename(temporary, folder);
}

/** What an earlier version has installed, or what a failure of the power has left, is in the way. */
async function makeRoom(folder: string): Promise<void> {
  const aside = join(dirname(folder), temporaryFolderName());
  if (!(await succeeds(rename(folder, aside)))) return;
  // Another agent may have made room and taken the place meanwhile.
  if (await isComplete(folder, aside)) await succeeds(rename(aside, folder));
  await rm(aside, { recursive: true, force: true });
}

function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
