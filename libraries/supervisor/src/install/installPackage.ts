import { access, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import { giveTree, sealTree } from './changeTree.js';
import { isComplete, markComplete, syncFolder } from './completeness.js';
import { copySource } from './copySource.js';
import type { PackageContent } from './packageKey.js';
import type { PackageSpec } from './parsePackageSpec.js';
import { type NpmOptions, runNpm } from './runNpm.js';
import { takePlace } from './takePlace.js';
import { temporaryFolderName } from './temporaryFolders.js';

const ARGS: readonly string[] = [
  'install',
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--install-links',
  '--omit=dev',
  // What scripts print passes through npm instead of growing it, and is there when they are killed.
  '--foreground-scripts',
  '--no-progress',
  '--no-update-notifier',
  '--loglevel=error',
  '--logs-max=0',
];

export interface Installation {
  readonly spec: PackageSpec;
  readonly content: PackageContent;
  /** Where it shall be; its parent is made if necessary. */
  readonly folder: string;
}

export function packageFolder(installFolder: string, name: string): string {
  return join(installFolder, 'node_modules', name);
}

export async function isInstalled(installFolder: string, name: string): Promise<boolean> {
  if (!(await isComplete(installFolder))) return false;
  const manifest = join(packageFolder(installFolder, name), 'package.json');
  return access(manifest).then(
    () => true,
    () => false,
  );
}

/**
 * Installs a package so that its folder appears as a whole or not at all. If somebody else was first, theirs stays.
 *
 * @remarks
 * A file or folder is copied by the agent before anything of npm runs: npm's user need not be able to read it, and what
 * is installed is what was hashed, whatever happens to the original meanwhile. When npm and its scripts have ended, the
 * result becomes the agent's and unwritable for others.
 *
 * @throws SupervisorError `INSTALL_FAILED`
 */
export async function installPackage({ spec, content, folder }: Installation, npm: NpmOptions): Promise<void> {
  const temporary = join(dirname(folder), temporaryFolderName());
  await mkdir(temporary, { recursive: true, mode: npm.user === undefined ? 0o755 : 0o700 });
  try {
    // Without it npm would look for a project further up.
    await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
    const text = await installSpec(spec, content, temporary);
    if (npm.user !== undefined) await giveTree(temporary, npm.user);
    const { exitCode, lastLines } = await runNpm([...ARGS, '--prefix', temporary, text], { ...npm, cwd: temporary });
    if (exitCode !== 0) {
      throw installFailed(text, `npm ended with exit code ${exitCode}:\n${lastLines}`);
    }
    await rm(join(temporary, SOURCE), { recursive: true, force: true });
    if (npm.user !== undefined) await sealTree(temporary, npm.user);
    await checkManifest(temporary, content);
    await markComplete(temporary, folder);
    await takePlace(temporary, folder).catch(async (error: Error) => {
      if (!(await isInstalled(folder, spec.name))) throw installFailed(text, `"${folder}": ${error.message}`);
    });
    await syncFolder(dirname(folder));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const SOURCE = '.source';

/** A range or tag is installed as the version that it was found to mean; a file or folder from a copy. */
async function installSpec(spec: PackageSpec, content: PackageContent, temporary: string): Promise<string> {
  if (content.kind === 'version') return `${content.name}@${content.version}`;
  if (spec.kind !== 'tarball' && spec.kind !== 'folder') throw installFailed(spec.name, 'it is no file or folder.');
  const { path, hash } = await copySource(spec, join(temporary, SOURCE));
  if (hash === content.hash) return `${content.name}@file:${path}`;
  throw installFailed(spec.name, 'it changed while it was being copied. The next attempt takes what is there then.');
}

async function checkManifest(temporary: string, content: PackageContent): Promise<void> {
  const file = join(packageFolder(temporary, content.name), 'package.json');
  const isInside = (await realpath(file).catch(() => '')).startsWith(`${await realpath(temporary)}/`);
  const text = isInside ? await readFile(file, 'utf8') : '{}';
  const found = JSON.parse(text) as { readonly name?: string; readonly version?: string };
  const wantedVersion = content.kind === 'version' ? withoutBuild(content.version) : withoutBuild(found.version);
  if (found.name === content.name && withoutBuild(found.version) === wantedVersion) return;
  const message = `expected ${content.name} ${wantedVersion}, npm installed ${found.name} ${found.version}`;
  throw installFailed(content.name, `${message}. Correct package_name, or the name in the package's package.json.`);
}

function withoutBuild(version = ''): string {
  return version.replace(/\+.*$/, '');
}

function installFailed(spec: string, reason: string): SupervisorError {
  return new SupervisorError('INSTALL_FAILED', `"${spec}" could not be installed: ${reason}`);
}
