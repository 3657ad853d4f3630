import { exports as resolveExports } from 'resolve.exports';

/** The parts of a package's `package.json` that say what can be run. */
export interface Manifest {
  readonly name?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
  readonly bin?: unknown;
}

/** A file that may run a package, relative to its folder, and where the manifest names it. */
export interface Candidate {
  readonly source: string;
  readonly file: string;
  /** A program by itself, which may name its interpreter; otherwise a file for Node.js. */
  readonly isBin: boolean;
}

/**
 * Where to look for what runs a package, in this order: what Node.js loads for its name (`exports` under the conditions
 * `node`, `import` and `default`), `main`, `index.js`, and the program of its own name or else its only one.
 */
export function entryCandidates(manifest: Manifest): readonly Candidate[] {
  const { main } = manifest;
  const mains = typeof main === 'string' && main !== '' ? mainFiles(main) : [];
  return [
    ...exportedFiles(manifest).map((file) => ({ source: 'exports', file, isBin: false })),
    ...mains.map((file) => ({ source: 'main', file, isBin: false })),
    { source: 'index.js', file: 'index.js', isBin: false },
    ...ownBin(manifest),
  ];
}

/** The program of a package that has this name. */
export function binNamed(manifest: Manifest, name: string): Candidate | undefined {
  const file = binsOf(manifest).get(name);
  return file === undefined ? undefined : { source: `bin ${JSON.stringify(name)}`, file, isBin: true };
}

/** The programs of a package: their names and files. */
export function binsOf({ name, bin }: Manifest): ReadonlyMap<string, string> {
  if (typeof bin === 'string') return new Map([[unscoped(name), bin]]);
  if (typeof bin !== 'object' || bin === null) return new Map();
  return new Map(Object.entries(bin).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function ownBin(manifest: Manifest): readonly Candidate[] {
  const bins = binsOf(manifest);
  const own = unscoped(manifest.name);
  const [only] = bins.keys();
  const name = bins.has(own) ? own : bins.size === 1 ? only : undefined;
  const found = name === undefined ? undefined : binNamed(manifest, name);
  return found === undefined ? [] : [found];
}

function exportedFiles(manifest: Manifest): readonly string[] {
  if (manifest.exports === undefined || manifest.exports === null) return [];
  try {
    return resolveExports(manifest, '.') ?? [];
  } catch {
    // Nothing is exported under the package's own name.
    return [];
  }
}

/** As Node.js completes `main`. */
function mainFiles(main: string): readonly string[] {
  return [main, `${main}.js`, `${main}/index.js`];
}

function unscoped(name: unknown): string {
  return typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : '';
}
