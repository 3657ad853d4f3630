import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isReachableByAll } from './isReachableByAll.js';

/** The one temporary folder that every user of a machine may enter. */
const SHARED_TMP = '/tmp';

/**
 * A folder that other users can reach if this process starts programs as such, which only root does: root's own
 * temporary folder is often private (`pam_tmpdir` makes it so).
 */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  const isReachable = process.getuid?.() !== 0 || (await isReachableByAll(tmpdir()));
  const folder = await mkdtemp(join(isReachable ? tmpdir() : SHARED_TMP, prefix));
  await chmod(folder, 0o755);
  return folder;
}
