import { constants, type Stats } from 'node:fs';
import { copyFile, cp, lstat, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import { hashFile, hashFolder } from './hashPath.js';
import type { PackageSpec } from './parsePackageSpec.js';

export interface SourceCopy {
  readonly path: string;
  /** Of the copy. */
  readonly hash: string;
}

/**
 * Copies the file or folder of a package into a new folder. Links are copied as links. What the folder has installed
 * itself is left out, unless its own manifest says that it is needed.
 *
 * @throws SupervisorError `INSTALL_FAILED` if it cannot be read
 */
export async function copySource(
  { kind, path }: Extract<PackageSpec, { readonly path: string }>,
  target: string,
): Promise<SourceCopy> {
  const copy = join(target, basename(path));
  try {
    await mkdir(target);
    if (kind === 'tarball') return await copyTarball(path, copy);
    const isLeftOut = (await needsModules(path)) ? /^\.git$/ : /^(\.git|node_modules)$/;
    const filter = async (source: string): Promise<boolean> =>
      !isLeftOut.test(relative(path, source)) && isContent(await lstat(source));
    await cp(path, copy, { recursive: true, verbatimSymlinks: true, filter });
    return { path: copy, hash: await hashFolder(copy) };
  } catch (error) {
    const message = `"${path}" could not be copied: ${(error as Error).message}`;
    throw new SupervisorError('INSTALL_FAILED', message, { cause: error });
  }
}

/** Not sockets and the like, which belong to whoever works in the folder. */
function isContent(stats: Stats): boolean {
  return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
}

async function copyTarball(path: string, copy: string): Promise<SourceCopy> {
  if (!(await stat(path)).isFile()) throw new Error('expected a file');
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  return { path: copy, hash: await hashFile(copy) };
}

/** npm packs bundled dependencies, and a `prepare` script usually calls what the folder has installed. */
async function needsModules(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return /"(bundledDependencies|bundleDependencies|prepare)"\s*:/.test(text);
}
