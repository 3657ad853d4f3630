import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import { hashFile, hashFolder } from './hashPath.js';
import type { PackageContent } from './packageKey.js';
import type { PackageSpec } from './parsePackageSpec.js';
import { pickVersion } from './pickVersion.js';
import type { NpmResult } from './runNpm.js';

export type AskNpm = (args: readonly string[]) => Promise<NpmResult>;

/**
 * Finds out what a spec means at this moment. An exact version needs neither the registry nor the disk.
 *
 * @throws SupervisorError `PACKAGE_NOT_FOUND`, or `INSTALL_FAILED` if the registry could not be asked
 */
export async function resolvePackage(spec: PackageSpec, npm: AskNpm): Promise<PackageContent> {
  const { name } = spec;
  switch (spec.kind) {
    case 'version':
      return { kind: 'version', name, version: spec.version };
    case 'query':
      return { kind: 'version', name, version: await askRegistry(name, spec.query, npm) };
    case 'tarball':
      await expectFile(spec.path, spec.path);
      return { kind: 'hash', name, hash: await hashFile(spec.path) };
    case 'folder':
      await expectFile(spec.path, join(spec.path, 'package.json'));
      return { kind: 'hash', name, hash: await hashFolder(spec.path) };
  }
}

async function askRegistry(name: string, query: string, npm: AskNpm): Promise<string> {
  const spec = `${name}@${query}`;
  const { exitCode, stdout, complaint } = await npm(['view', spec, 'version', 'dist-tags.latest', '--json']);
  if (exitCode !== 0 && !complaint.includes('E404')) {
    throw new SupervisorError('INSTALL_FAILED', `npm could not ask the registry for "${spec}":\n${complaint}`);
  }
  const version = exitCode === 0 ? pickVersion(stdout) : undefined;
  if (version !== undefined) return version;
  const message = `the registry has no "${spec}", or this machine may not see it. Check package_name and package_version.`;
  throw new SupervisorError('PACKAGE_NOT_FOUND', message);
}

async function expectFile(path: string, file: string): Promise<void> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats !== undefined) return;
  const message = `"${path}" is not a package on this machine: "${file}" does not exist or may not be read.`;
  throw new SupervisorError('PACKAGE_NOT_FOUND', message);
}
