import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));

/** A folder of its own for a test, in which `unitctl` runs; other users may enter it. */
export class Folder {
  public readonly path: string;

  public constructor() {
    this.path = mkdtempSync('/tmp/node-unit-unitctl-');
    chmodSync(this.path, 0o755);
  }

  public get env(): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.path, XDG_CONFIG_HOME: join(this.path, 'config') };
  }

  /** The words that start `unitctl`. */
  public command(...args: readonly string[]): readonly [string, ...string[]] {
    return [process.execPath, CLI, ...args];
  }

  public run(args: readonly string[], env: Record<string, string> = {}) {
    const [command, ...words] = this.command(...args);
    const options = { cwd: this.path, env: { ...this.env, ...env }, encoding: 'utf8', timeout: 60_000 } as const;
    return spawnSync(command, words, options);
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
