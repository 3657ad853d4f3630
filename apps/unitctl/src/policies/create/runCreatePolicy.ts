import { basename, resolve } from 'node:path';

import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';

import { createPolicyPackage } from './createPolicyPackage.js';
import { vendorLibraries } from './vendorLibraries.js';

/** What is to be written, and what the command needs of the process that it runs in. */
export interface CreatePolicyOptions {
  readonly name: string;
  readonly folder: string | undefined;
  /** What a relative folder is meant from. */
  readonly workingDir: string;
  readonly stdout: (text: string) => void;
}

/**
 * Writes the package that was asked for and says what to do next.
 *
 * @throws AppError with the reason if it is not written
 */
export async function runCreatePolicy({ name, folder, workingDir, stdout }: CreatePolicyOptions): Promise<void> {
  const target = resolve(workingDir, folder ?? basename(name));
  try {
    const files = await createPolicyPackage(name, target);
    await vendorLibraries(target);
    stdout(`Wrote ${files.join(', ')} to ${target}, and to vendor/ the libraries that its tests need.\n`);
    stdout(`Next: cd ${quoted(target)} && npm install && npm test\n`);
    stdout('Then install it where a node-unit runs, with its name as NODE_UNIT_CLAIM_POLICY.\n');
  } catch (cause) {
    throw new AppError(2, messageOf(cause), { cause });
  }
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w@./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
