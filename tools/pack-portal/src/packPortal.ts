import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { bundlePortal } from './bundlePortal.js';

const run = promisify(execFile);
const ENTRY = 'lib/cli.js';

/**
 * Packs the portal into `<targetFolder>/node-unit-portal-<version>.tgz`, one file and a package.json without
 * dependencies, so that it is installed without a registry. The folder is made if it is missing; a tarball of that name
 * is replaced.
 *
 * @returns The absolute path of the tarball.
 *
 * @throws Error with the words of npm or of the bundler
 */
export async function packPortal(targetFolder: string): Promise<string> {
  const target = resolve(targetFolder);
  const folder = await mkdtemp(join(tmpdir(), 'node-unit-pack-'));
  try {
    await mkdir(target, { recursive: true });
    await bundlePortal(join(folder, ENTRY));
    await writeFile(join(folder, 'package.json'), await describePackage());
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', `--pack-destination=${target}`], {
      cwd: folder,
    });
    const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
    if (!packed) throw new Error(`expected npm pack to name the tarball, got ${stdout}`);
    return join(target, packed.filename);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The package.json of the portal with everything left out that is in the bundle or of use in the repository only. */
async function describePackage(): Promise<string> {
  const file = fileURLToPath(import.meta.resolve('@node-unit/portal/package.json'));
  const { name, version, type, description, license, engines } = JSON.parse(await readFile(file, 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  const entries = { main: `./${ENTRY}`, bin: { 'node-unit-portal': `./${ENTRY}` }, files: [ENTRY] };
  const packed = { name, version, type, description, license, engines, ...entries };
  return `${JSON.stringify(packed, null, 2)}\n`;
}
