import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';

import { createKeyFile, readKeyFile } from './keyFile.js';

/** `unitctl key create`. */
export function create(file: string): void {
  try {
    process.stdout.write(`${createKeyFile(file).publicKey}\n`);
  } catch (cause) {
    throw new AppError(2, `the key was not made: ${messageOf(cause)}`, { cause });
  }
}

/** `unitctl key show`. */
export function show(file: string): void {
  const warn = (line: string): void => void process.stderr.write(`unitctl: warning: ${line}\n`);
  process.stdout.write(`${readKeyFile(file, warn).publicKey}\n`);
}
