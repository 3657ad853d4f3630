import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { assemblePrograms, type ProgramContents } from './assemblePrograms.js';

/** Programs of a folder that was replaced may still run, and load parts when they need them. */
const REMOVED_AFTER_MS = 3_600_000;

interface Latest {
  readonly version: string;
  readonly inputs: readonly string[];
}

/**
 * Keeps a bundle of programs until one of the files that it was made of has changed. Several processes may use it at the same
 * time.
 */
export class ProgramsFolder {
  readonly #folder: string;
  readonly #contents: ProgramContents;
  #ready: Promise<string> | undefined;

  /** @param folder - Is made. */
  public constructor(folder: string, contents: ProgramContents) {
    this.#folder = folder;
    this.#contents = contents;
  }

  /**
   * The folder with the programs as they are now. This process looks once.
   *
   * @throws Error with the words of the bundler
   */
  public ready(): Promise<string> {
    return (this.#ready ??= this.#present() ?? this.#assemble());
  }

  #present(): Promise<string> | undefined {
    const file = this.#latestFile;
    if (!existsSync(file)) return undefined;
    const { version, inputs } = JSON.parse(readFileSync(file, 'utf8')) as Latest;
    const folder = join(this.#folder, version);
    return this.#versionOf(inputs) === version && existsSync(folder) ? Promise.resolve(folder) : undefined;
  }

  async #assemble(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const made = await mkdtemp(join(this.#folder, 'new-'));
    const { inputs, check } = await assemblePrograms(this.#contents, made);
    check();
    const version = this.#versionOf(inputs);
    const folder = join(this.#folder, version);
    // Somebody else may have made the same meanwhile.
    await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }));
    const latest: Latest = { version, inputs };
    writeFileSync(`${made}.json`, JSON.stringify(latest));
    renameSync(`${made}.json`, this.#latestFile);
    await this.#removeOld(version);
    return folder;
  }

  get #latestFile(): string {
    return join(this.#folder, 'latest.json');
  }

  /** Says which files it was made of, and when they were written. */
  #versionOf(inputs: readonly string[]): string {
    const { root, assets } = this.#contents;
    const hash = createHash('sha256');
    for (const file of [...inputs, ...assets.flatMap((asset) => filesOf(root, asset))].sort()) {
      const { mtimeMs = 0, size = 0 } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
      hash.update(`${file} ${mtimeMs} ${size}\n`);
    }
    return hash.digest('hex').slice(0, 16);
  }

  async #removeOld(version: string): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
      if (name === version || name === 'latest.json' || Date.now() - mtimeMs < REMOVED_AFTER_MS) continue;
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** The file, or the files of the folder. */
function filesOf(root: string, asset: string): readonly string[] {
  const path = join(root, asset);
  if (!existsSync(path) || !statSync(path).isDirectory()) return [asset];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(asset, name));
}
