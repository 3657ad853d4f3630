import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packNodeUnit } from '../index.js';

const run = promisify(execFile);

/** The package as it is on a machine that reaches no registry and has never seen this repository. */
export class InstalledPackage {
  private constructor(
    public readonly folder: string,
    /** How long npm took, in ms. */
    public readonly installMs: number,
  ) {}

  /** Everybody may enter the folder: deployments of root run as other users. */
  public static async install(): Promise<InstalledPackage> {
    const folder = await mkdtemp('/tmp/node-unit-installed-');
    await run('chmod', ['755', folder]);
    await mkdir(join(folder, 'prefix'));
    const tarball = await packNodeUnit(join(folder, 'packed'));
    const startedMs = performance.now();
    await run('npm', ['install', '-g', `--prefix=${join(folder, 'prefix')}`, tarball], {
      cwd: folder,
      env: { ...environmentIn(folder), npm_config_registry: 'http://127.0.0.1:9/' },
      timeout: 180_000,
    });
    return new InstalledPackage(folder, performance.now() - startedMs);
  }

  public command(name: string): string {
    return join(this.folder, 'prefix', 'bin', name);
  }

  public get env(): Record<string, string> {
    return environmentIn(this.folder);
  }

  public remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Neither a cache of npm nor a PATH that leads to the repository. */
function environmentIn(folder: string): Record<string, string> {
  const node = process.execPath.slice(0, process.execPath.lastIndexOf('/'));
  return {
    PATH: `${node}:/usr/local/bin:/usr/bin:/bin`,
    HOME: folder,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_update_notifier: 'false',
  };
}
