import { constants, existsSync } from 'node:fs';
import { access, chown, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { ServerUser } from './findBinaries.js';
import { isReachableByAll } from './isReachableByAll.js';

/** A folder cannot hold a database; the message says why, in one line. */
export class DataFolderError extends Error {
  public override readonly name: string = 'DataFolderError';
}

/**
 * Makes the folder of a database if it is missing, and gives it to the server's user.
 *
 * @throws DataFolderError if the folder cannot be written, or cannot be entered by the server's user
 */
export async function prepareDataFolder(folder: string, user: ServerUser): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    if (user) await chown(folder, user.uid, user.gid);
  } catch (error) {
    throw new DataFolderError(`a database cannot be kept in ${folder}: ${(error as Error).message}`, { cause: error });
  }
  if (user && !(await isReachableByAll(dirname(folder)))) {
    const remedy = 'choose one whose parent folders everybody may enter';
    throw new DataFolderError(`a database cannot be kept in ${folder}: PostgreSQL does not run as root; ${remedy}`);
  }
}

/** Not `recursive`: that never ends in a file system such as /proc, which says that an existing parent is missing. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 });
}
