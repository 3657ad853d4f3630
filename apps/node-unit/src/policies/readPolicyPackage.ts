import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the package of a policy says of itself; a file that belongs to none says nothing. */
export interface PolicyPackage {
  readonly version: string | undefined;
  /** Which versions of the scheduler it is made for. */
  readonly schedulerRange: string | undefined;
}

const NO_PACKAGE: PolicyPackage = { version: undefined, schedulerRange: undefined };

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json that a module belongs to: the nearest one above it that names a package. */
export function readPolicyPackage(url: string): PolicyPackage {
  if (!url.startsWith('file:')) return NO_PACKAGE;
  for (let folder = dirname(fileURLToPath(url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version, peerDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    if (name !== undefined) return { version, schedulerRange: peerDependencies['@node-unit/scheduler'] };
  }
  return NO_PACKAGE;
}
