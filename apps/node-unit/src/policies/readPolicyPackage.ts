import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The relevant fields of a policy's package.json; empty for a file without a package. */
export interface PolicyPackage {
  readonly version: string | undefined;
  /** The scheduler versions that the policy supports. */
  readonly schedulerRange: string | undefined;
}

const NO_PACKAGE: PolicyPackage = { version: undefined, schedulerRange: undefined };

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json of a module: the nearest one above it that has a name. */
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
