import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { InstalledPackage } from '../install/PackageStore.js';
import { SupervisorError } from '../SupervisorError.js';

/**
 * The file that runs a package: what `node <folder>` would run, else the package's only program (`bin`).
 *
 * @throws SupervisorError `ENTRY_NOT_FOUND`
 */
export async function findEntry({ name, folder }: InstalledPackage): Promise<string> {
  try {
    return createRequire(join(folder, 'package.json')).resolve(folder);
  } catch {
    const programs = await readPrograms(folder);
    if (programs.length === 1 && programs[0] !== undefined) return join(folder, programs[0]);
    const message =
      `"${name}" has nothing to run: expected "main" or an index.js, or exactly one "bin", ` +
      `got neither and ${programs.length} programs. Correct the package.json of the package.`;
    throw new SupervisorError('ENTRY_NOT_FOUND', message);
  }
}

async function readPrograms(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { bin = {} } = JSON.parse(text) as { readonly bin?: string | Readonly<Record<string, string>> };
  return typeof bin === 'string' ? [bin] : Object.values(bin);
}
