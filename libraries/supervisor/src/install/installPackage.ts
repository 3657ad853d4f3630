import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import type { PackageContent } from './packageKey.js';
import type { PackageSpec } from './parsePackageSpec.js';
import { resolvePackage } from './resolvePackage.js';
import { type NpmOptions, runNpm } from './runNpm.js';
import { temporaryFolderName } from './temporaryFolders.js';

const ARGS: readonly string[] = [
  'install',
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--install-links',
  '--omit=dev',
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
  const manifest = join(packageFolder(installFolder, name), 'package.json');
  return access(manifest).then(
    () => true,
    () => false,
  );
}

/**
 * Installs a package so that its folder appears as a whole or not at all. If somebody else was first, theirs stays.
 *
 * @throws SupervisorError `INSTALL_FAILED`
 */
export async function installPackage({ spec, content, folder }: Installation, npm: NpmOptions): Promise<void> {
  const temporary = join(dirname(folder), temporaryFolderName());
  await mkdir(temporary, { recursive: true });
  try {
    // Without it npm would look for a project further up.
    await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
    const text = installSpec(spec, content);
    const { exitCode, complaint } = await runNpm([...ARGS, '--prefix', temporary, text], { ...npm, cwd: temporary });
    if (exitCode !== 0) {
      throw installFailed(text, `npm ended with exit code ${exitCode}:\n${complaint}`);
    }
    await checkManifest(temporary, content);
    await checkUnchanged(spec, content, npm);
    await rename(temporary, folder).catch(async (error: Error) => {
      if (!(await isInstalled(folder, spec.name))) throw installFailed(text, `"${folder}": ${error.message}`);
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A range or tag is installed as the version that it was found to mean. */
function installSpec(spec: PackageSpec, content: PackageContent): string {
  if (content.kind === 'version') return `${content.name}@${content.version}`;
  return `${content.name}@file:${'path' in spec ? spec.path : ''}`;
}

async function checkManifest(temporary: string, content: PackageContent): Promise<void> {
  const file = join(packageFolder(temporary, content.name), 'package.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const found = JSON.parse(text) as { readonly name?: string; readonly version?: string };
  const wantedVersion = content.kind === 'version' ? withoutBuild(content.version) : withoutBuild(found.version);
  if (found.name === content.name && withoutBuild(found.version) === wantedVersion) return;
  const message = `expected ${content.name} ${wantedVersion}, npm installed ${found.name} ${found.version}`;
  throw installFailed(content.name, `${message}. Correct package_name, or the name in the package's package.json.`);
}

/** npm has read the file or folder after its hash was taken. */
async function checkUnchanged(spec: PackageSpec, content: PackageContent, npm: NpmOptions): Promise<void> {
  if (content.kind === 'version') return;
  const now = await resolvePackage(spec, npm);
  if (now.kind === 'hash' && now.hash === content.hash) return;
  throw installFailed(spec.name, 'it changed while it was being installed. The next attempt takes what is there then.');
}

function withoutBuild(version = ''): string {
  return version.replace(/\+.*$/, '');
}

function installFailed(spec: string, reason: string): SupervisorError {
  return new SupervisorError('INSTALL_FAILED', `"${spec}" could not be installed: ${reason}`);
}
