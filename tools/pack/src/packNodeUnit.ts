import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { assemblePrograms, REPOSITORY } from '@node-unit/bundle';
import { packLibraries, VENDORED } from '@node-unit/unitctl/createPolicy';

import { CONTENTS, EMBEDDED_POSTGRES } from './packageContents.js';
import { thirdPartyLicenses } from './thirdPartyLicenses.js';

const run = promisify(execFile);

type Manifest = Readonly<Record<string, unknown>>;

/**
 * Packs everything that a machine needs into `<targetFolder>/node-unit-<version>.tgz`: the programs, bundled with what
 * they import, so that it is installed without a registry. The folder is made if it is missing; a tarball of that name is
 * replaced.
 *
 * @returns The absolute path of the tarball.
 * @throws Error with the words of npm or of the bundler, or with what is missing in the package
 */
export async function packNodeUnit(targetFolder: string): Promise<string> {
  const target = resolve(targetFolder);
  const folder = await mkdtemp(join(tmpdir(), 'node-unit-pack-'));
  try {
    await mkdir(target, { recursive: true });
    const { inputs, check } = await assemblePrograms(CONTENTS, folder);
    await writeManifest(folder);
    await writeFile(join(folder, 'THIRD_PARTY_LICENSES.txt'), thirdPartyLicenses(inputs));
    const vendor = join(folder, 'apps', 'unitctl', 'vendor');
    await mkdir(vendor);
    await packLibraries(VENDORED, vendor);
    check();
    const pack = ['pack', '--json', '--ignore-scripts', `--pack-destination=${target}`];
    const { stdout } = await run('npm', pack, { cwd: folder, maxBuffer: 16_777_216 });
    const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
    if (!packed) throw new Error(`expected npm pack to name the tarball, got ${stdout}`);
    return join(target, packed.filename);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeManifest(folder: string): Promise<void> {
  const bin: Record<string, string> = {};
  for (const project of CONTENTS.manifests) {
    const manifest = await readManifest(project);
    for (const [command, file] of Object.entries((manifest['bin'] ?? {}) as Record<string, string>)) {
      bin[command] = join(project, file);
    }
  }
  const { description, license, engines } = await readManifest('.');
  const { version } = await readManifest('apps/unitctl');
  const optional = Object.fromEntries(Object.keys(EMBEDDED_POSTGRES).map((name) => [name, { optional: true }]));
  const packed = {
    name: 'node-unit',
    version,
    type: 'module',
    description,
    license,
    engines,
    bin,
    peerDependencies: EMBEDDED_POSTGRES,
    peerDependenciesMeta: optional,
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
}

async function readManifest(project: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(REPOSITORY, project, 'package.json'), 'utf8')) as Manifest;
}
