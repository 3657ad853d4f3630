import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import type { NpmSettings } from '../install/NpmUsers.js';

/** A folder that is removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'supervisor-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface PackageFiles {
  /** Added to the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly [file: `${string}.js`]: string;
}

/** Writes a package to a folder of its own and gives its version for a deployment. */
export function writePackage(name: string, files: PackageFiles): { readonly folder: string; readonly version: string } {
  const folder = temporaryFolder();
  const { manifest, ...programs } = files;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  for (const [file, program] of Object.entries(programs)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), program);
    chmodSync(join(folder, file), 0o755);
  }
  return { folder, version: `file:${folder}` };
}

/** Packs a folder and gives the tarball's version for a deployment. */
export function packPackage(folder: string): string {
  const target = temporaryFolder();
  const { stdout } = spawnSync('npm', ['pack', folder, '--pack-destination', target, '--loglevel=error'], {
    encoding: 'utf8',
  });
  return `file:${join(target, stdout.trim())}`;
}

export function npmSettings(env: Readonly<Record<string, string>>, installTimeoutMs = 60_000): NpmSettings {
  return { env, agentEnv: process.env, installTimeoutMs };
}

/** The packages in a folder, without what is kept beside them. */
export function installedIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !/^\.(uses|resolved|npm-cache)$/.test(name));
}
