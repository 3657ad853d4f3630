import { readFileSync, statSync } from 'node:fs';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';

const OTHERS = 0o077;

/**
 * Reads a secret of one line from a file.
 *
 * @param meaning - what the file was expected to hold, such as `the token of the host`
 * @param warn - is told if others may read the file
 * @throws AppError if the file cannot be read, or holds nothing or several lines
 */
export function readSecretFile(file: string, meaning: string, warn: (line: string) => void): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
    if ((statSync(file).mode & OTHERS) !== 0) warn(`others may read ${file}: chmod 600 ${file}`);
  } catch (cause) {
    throw new AppError(2, `${meaning} cannot be read: ${messageOf(cause)}`, { cause });
  }
  if (text !== '' && !/[\r\n]/.test(text)) return text;
  throw new AppError(2, `${file} does not hold ${meaning}: expected one line`);
}
