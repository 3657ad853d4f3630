import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundlePrograms } from './bundlePrograms.js';

/** What a folder of programs consists of, all relative to its root. */
export interface ProgramContents {
  /** The top of the repository, whose layout the folder gets. */
  readonly root: string;
  /** Modules that are started as processes of their own, or imported by their path. */
  readonly entryPoints: readonly string[];
  /** Files and folders that programs read. */
  readonly assets: readonly string[];
  /** Projects whose package.json tells programs their version. */
  readonly manifests: readonly string[];
}

/** What a folder of programs was made of. */
export interface AssembledPrograms {
  /** Files that were bundled, relative to the repository. */
  readonly inputs: readonly string[];
  /** Fails if something that a program refers to by its location is not in the folder. */
  readonly check: () => void;
}

/**
 * Bundles programs, and everything that they import, into a folder, with the files that they read.
 *
 * @throws Error with the words of the bundler
 */
export async function assemblePrograms(contents: ProgramContents, folder: string): Promise<AssembledPrograms> {
  const { inputs, check } = await bundlePrograms(contents, folder);
  const { root, assets, manifests } = contents;
  for (const asset of assets) await cp(join(root, asset), join(folder, asset), { recursive: true });
  for (const project of manifests) await copyManifest(join(root, project), join(folder, project));
  // Without it, Node.js looks for a package.json above the folder, and warns if that names no type.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  return { inputs, check };
}

async function copyManifest(from: string, to: string): Promise<void> {
  const text = await readFile(join(from, 'package.json'), 'utf8');
  const { name, version, type, description, license } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const manifest = { name, version, type, description, license };
  await mkdir(to, { recursive: true });
  await writeFile(join(to, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
