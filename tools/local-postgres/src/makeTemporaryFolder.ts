import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ServerUser } from './findBinaries.js';
import { isReachableByAll } from './isReachableByAll.js';

/** The one temporary folder that every user of a machine may enter. */
const SHARED_TMP = '/tmp';

/**
 * A folder that the server's user can reach: root's own temporary folder is often private (`pam_tmpdir` makes it so).
 */
export async function makeTemporaryFolder(user: ServerUser): Promise<string> {
  const isReachable = user === undefined || (await isReachableByAll(tmpdir()));
  const folder = await mkdtemp(join(isReachable ? tmpdir() : SHARED_TMP, 'node-unit-postgres-'));
  await chmod(folder, 0o755);
  return folder;
}
