import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { assemblePrograms, type ProgramContents } from './assemblePrograms.js';

/** Programs of a folder that was replaced may still run, and load parts when they need them. */
const REMOVED_AFTER_MS = 3_600_000;
/** Other code of ours may make another bundle of the same files. */
const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url));

interface Latest {
  readonly version: string;
  readonly inputs: readonly string[];
}

/**
 * A folder with the programs as they are now: the one of the last time while nothing that it was made of has changed, else a new
 * one. Several processes may ask at the same time.
 *
 * @param folder - Contains these folders; is made.
 * @throws Error with the words of the bundler, or with what is missing
 */
export async function keptPrograms(folder: string, contents: ProgramContents): Promise<string> {
  return presentPrograms(folder, contents) ?? (await makePrograms(folder, contents));
}

function presentPrograms(folder: string, contents: ProgramContents): string | undefined {
  const latest = join(folder, 'latest.json');
  if (!existsSync(latest)) return undefined;
  const { version, inputs } = JSON.parse(readFileSync(latest, 'utf8')) as Latest;
  const present = join(folder, version);
  return versionOf(contents, inputs) === version && existsSync(present) ? present : undefined;
}

async function makePrograms(folder: string, contents: ProgramContents): Promise<string> {
  await mkdir(folder, { recursive: true });
  const made = await mkdtemp(join(folder, 'new-'));
  try {
    const { inputs, check } = await assemblePrograms(contents, made);
    check();
    const latest: Latest = { version: versionOf(contents, inputs), inputs };
    const present = join(folder, latest.version);
    await writeFile(join(made, 'latest.json'), JSON.stringify(latest));
    await rename(join(made, 'latest.json'), join(folder, 'latest.json'));
    await rename(made, present).catch((error: unknown) => {
      // Somebody else has made the same meanwhile.
      if (!existsSync(present)) throw error;
    });
    await removeOld(folder, latest.version);
    return present;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** Says of what programs are made, and when that was written. */
function versionOf(contents: ProgramContents, inputs: readonly string[]): string {
  const { root, assets } = contents;
  const files = [...inputs, ...assets].flatMap((path) => filesOf(join(root, path)));
  const hash = createHash('sha256').update(JSON.stringify(contents));
  for (const file of [...files, ...filesOf(OWN_FOLDER)].sort()) {
    const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The file, or the files of the folder. */
function filesOf(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
}

async function removeOld(folder: string, version: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (name === version || name === 'latest.json' || Date.now() - mtimeMs < REMOVED_AFTER_MS) continue;
    await rm(path, { recursive: true, force: true });
  }
}
