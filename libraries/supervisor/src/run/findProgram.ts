import { open, readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

import type { InstalledPackage } from '../install/PackageStore.js';
import { SupervisorError } from '../SupervisorError.js';
import { binNamed, binsOf, type Candidate, entryCandidates, type Manifest } from './choosePrograms.js';
import { type Program, programOf } from './Program.js';
import { readShebang, SHEBANG_BYTES } from './readShebang.js';

export interface ProgramQuestion {
  readonly installed: InstalledPackage;
  /** Of the deployment; empty = the package's entry. */
  readonly command: string;
  /** Whether commands that are no program of the package are allowed. */
  readonly enableCustomCommand: boolean;
}

/** What runs, and the version of the package that it is of. */
export interface FoundProgram extends Program {
  readonly version: string;
}

/**
 * Finds what a deployment runs: its package's entry, the package's program that `command` names, or any other command
 * where that is allowed.
 *
 * @throws SupervisorError `ENTRY_NOT_FOUND` with all that was looked at, `COMMAND_REFUSED`
 */
export async function findProgram(question: ProgramQuestion): Promise<FoundProgram> {
  const { installed, command, enableCustomCommand } = question;
  const manifest = await readManifest(installed);
  const version = typeof manifest.version === 'string' ? manifest.version : '';
  if (command === '') return { version, ...(await findEntry(installed, manifest)) };
  const bin = binNamed(manifest, command);
  const program = bin === undefined ? undefined : await programIn(installed.folder, bin);
  if (program !== undefined) return { version, ...program };
  if (enableCustomCommand) return { version, ...programOf(command) };
  throw commandRefused(installed.name, command, [...binsOf(manifest).keys()]);
}

/** The names of the programs of an installed package. */
export async function listPrograms(installed: InstalledPackage): Promise<readonly string[]> {
  return [...binsOf(await readManifest(installed)).keys()];
}

async function readManifest({ folder, name }: InstalledPackage): Promise<Manifest & { readonly version?: unknown }> {
  const text = (await readFile(join(folder, 'package.json'), 'utf8')).replace(/^\uFEFF/, '');
  const manifest = JSON.parse(text) as Manifest & { readonly version?: unknown };
  return { ...manifest, name };
}

async function findEntry({ name, folder }: InstalledPackage, manifest: Manifest): Promise<Program> {
  const candidates = entryCandidates(manifest);
  for (const candidate of candidates) {
    const program = await programIn(folder, candidate);
    if (program !== undefined) return program;
  }
  const bins = [...binsOf(manifest).keys()];
  const looked = candidates.map(({ source, file }) => (source === file ? file : `${source} (${file})`)).join(', ');
  const hint =
    bins.length > 1
      ? `It has the programs ${bins.join(', ')}: set "command" to one of them.`
      : 'Correct the package.json of the package.';
  throw new SupervisorError('ENTRY_NOT_FOUND', `"${name}" has nothing to run. Looked at: ${looked}. ${hint}`);
}

/** Undefined if there is no such file, or if it is outside the package. */
async function programIn(folder: string, { file, isBin }: Candidate): Promise<Program | undefined> {
  const path = resolve(folder, file);
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile || !(await realpath(path)).startsWith((await realpath(folder)) + sep)) return undefined;
  return isBin ? readShebang(path, await readStart(path), process.execPath) : programOf(process.execPath, [path]);
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SHEBANG_BYTES), 0, SHEBANG_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function commandRefused(name: string, command: string, bins: readonly string[]): SupervisorError {
  const programs = bins.length === 0 ? 'it has no programs' : `its programs are ${bins.join(', ')}`;
  const message =
    `the command ${JSON.stringify(command)} is no program of "${name}" (${programs}), and this node-unit runs no ` +
    'other commands. Correct "command", or set ENABLE_CUSTOM_COMMAND=true on node-units that may run it.';
  return new SupervisorError('COMMAND_REFUSED', message);
}
