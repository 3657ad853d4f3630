import { readFileSync, writeFileSync } from 'node:fs';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';

/**
 * A secret that is made once and kept in a file that only this user may read.
 *
 * @throws AppError if the file can neither be read nor written, or is empty
 */
export function keptSecret(file: string, create: () => string): string {
  try {
    const kept = readSecret(file);
    if (kept === undefined) {
      const secret = create();
      writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
      return secret;
    }
    if (kept !== '') return kept;
  } catch (cause) {
    throw new AppError(2, `${file} cannot be used: ${messageOf(cause)}`, { cause });
  }
  throw new AppError(2, `${file} is empty: restore it, or remove it to have a new secret made`);
}

/** Undefined if there is no such file. */
export function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
