import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';
import { isReachableByAll } from '@node-unit/local-postgres';

/**
 * Makes the folder of an installation, and in it the private folders. Root's must be entered by the users that the
 * database and deployments run as; another user's is private as a whole.
 *
 * @throws AppError if it cannot be made, or not be reached by them
 */
export async function prepareFolder(folder: string, privateFolders: readonly string[]): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  try {
    mkdirSync(folder, { recursive: true, mode: isRoot ? 0o755 : 0o700 });
    chmodSync(folder, isRoot ? 0o755 : 0o700);
    for (const each of privateFolders) {
      mkdirSync(join(folder, each), { recursive: true, mode: 0o700 });
      chmodSync(join(folder, each), 0o700);
    }
  } catch (cause) {
    throw new AppError(2, `${folder} cannot be used (${messageOf(cause)}): choose another one with --data-dir`, {
      cause,
    });
  }
  if (isRoot && !(await isReachableByAll(dirname(folder)))) {
    const reason = 'deployments and the database do not run as root and could not enter it';
    throw new AppError(
      2,
      `${folder} cannot be used: ${reason}; choose one with --data-dir whose parents everybody may enter`,
    );
  }
}
