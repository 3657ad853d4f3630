import npa from 'npm-package-arg';

import { SupervisorError } from '../SupervisorError.js';

/** A package that a node-unit installs. */
export type PackageSpec =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  /** What has to be asked of the registry: a range or a tag. */
  | { readonly kind: 'query'; readonly name: string; readonly query: string }
  /** Absolute paths. */
  | { readonly kind: 'tarball' | 'folder'; readonly name: string; readonly path: string };

/**
 * Reads the name and the version of a deployment's package. An empty version is `latest`.
 *
 * @remarks
 * Aliases, git and remote addresses are refused because they install something else than the name says: whoever trusts
 * a package by its name would trust anything.
 *
 * @throws SupervisorError `PACKAGE_REFUSED`
 */
export function parsePackageSpec(name: string, version: string): PackageSpec {
  const result = resolveSpec(name, version);
  switch (result.type) {
    case 'version':
      return { kind: 'version', name, version: String(result.fetchSpec).replace(/^[=v\s]+/, '') };
    case 'range':
    case 'tag':
      return { kind: 'query', name, query: String(result.fetchSpec) };
    case 'file':
      return { kind: 'tarball', name, path: absolutePath(result) };
    case 'directory':
      return { kind: 'folder', name, path: absolutePath(result) };
    default:
      throw refused(name, version, `it is of the kind "${result.type}"`);
  }
}

function resolveSpec(name: string, version: string): npa.Result {
  if (name === '') throw refused(name, version, 'the name is empty');
  try {
    return npa.resolve(name, version.trim() === '' ? 'latest' : version.trim());
  } catch (error) {
    throw refused(name, version, (error as Error).message);
  }
}

/** npm takes a relative path from the working directory, which for a deployment means nothing. */
function absolutePath({ name, rawSpec, fetchSpec }: npa.Result): string {
  const path = rawSpec.replace(/^file:(\/\/(?=\/))?/, '');
  if (!rawSpec.startsWith('file:') || !/^\/[^/]/.test(path)) {
    throw refused(name ?? '', rawSpec, 'a file or folder needs its absolute path');
  }
  if (path.split('/').includes('..')) throw refused(name ?? '', rawSpec, 'the path contains ".."');
  return fetchSpec ?? path;
}

function refused(name: string, version: string, reason: string): SupervisorError {
  const message =
    `"${name}@${version}" is not installed: ${reason}. Expected the name of an npm package with an exact version, ` +
    'a range, a tag, or file:/absolute/path of a tarball or a folder. Correct package_name and package_version.';
  return new SupervisorError('PACKAGE_REFUSED', message);
}
