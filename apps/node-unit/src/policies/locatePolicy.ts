import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { resolve as resolveModule } from 'import-meta-resolve';

/** The location of a policy module, if it was found. */
export interface PolicyLocation {
  readonly url: string | undefined;
  /** Human-readable: what was searched and where. */
  readonly lookedFor: string;
}

/** Finds the module of a path or package name, searched from each of the directories in turn. */
export function locatePolicy(name: string, folders: readonly string[]): PolicyLocation {
  if (/^(\.{0,2}\/|file:)/.test(name)) {
    const paths = name.startsWith('file:') ? [fileURLToPath(name)] : folders.map((folder) => resolvePath(folder, name));
    const distinct = [...new Set(paths)];
    return { url: firstOf(distinct.map((path) => () => moduleAt(path))), lookedFor: distinct.join(' and ') };
  }
  const lookedFor = `a package of that name from ${folders.join(' and ')} (a path begins with ./ or /)`;
  return { url: firstOf(folders.map((folder) => () => packageFrom(folder, name))), lookedFor };
}

/** A file, with or without its extension, or the directory of a package. */
function moduleAt(path: string): string {
  const manifest = join(path, 'package.json');
  if (!existsSync(path) || !statSync(path).isDirectory() || !existsSync(manifest)) return required(path, path);
  const { name = '', exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; exports?: unknown };
  // A package that has exports may import itself by its name, which is how they are honoured without an installation.
  return exports === undefined ? required(path, path) : packageFrom(path, name);
}

function packageFrom(folder: string, name: string): string {
  try {
    return resolveModule(name, pathToFileURL(join(folder, 'policy.js')).href);
  } catch {
    // It may be there for require alone.
    return required(folder, name);
  }
}

function required(folder: string, specifier: string): string {
  return pathToFileURL(createRequire(join(folder, 'policy.js')).resolve(specifier)).href;
}

/** A location without a module throws; the next one is tried. */
function firstOf(places: readonly (() => string)[]): string | undefined {
  for (const place of places) {
    try {
      return place();
    } catch {
      continue;
    }
  }
  return undefined;
}
