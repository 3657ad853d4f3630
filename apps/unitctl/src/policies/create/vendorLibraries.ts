import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { packLibraries } from './outsideMonorepo.js';

const FOLDER = 'vendor';

/** The packed libraries, where this program is installed; in the repository they are packed when they are needed. */
const PACKED = fileURLToPath(new URL('../../../vendor', import.meta.url));

/** Whatever else they need of this repository is packed with them. */
export const VENDORED: readonly string[] = ['policy-testkit', 'scheduler'];

/**
 * Puts the libraries that a policy package is tested with beside it, and has its `package.json` name them there: until
 * they are in a registry, `npm install` finds them nowhere else.
 */
export async function vendorLibraries(folder: string): Promise<void> {
  const vendor = join(folder, FOLDER);
  await mkdir(vendor);
  if (existsSync(PACKED)) await cp(PACKED, vendor, { recursive: true });
  else await packLibraries(VENDORED, vendor);
  const tarballs = (await readdir(vendor)).filter((file) => file.endsWith('.tgz'));
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const devDependencies = Object.fromEntries(
    tarballs.map((tarball) => [packageOf(tarball), `file:${FOLDER}/${basename(tarball)}`]),
  );
  await writeFile(file, `${JSON.stringify({ ...manifest, devDependencies }, undefined, 2)}\n`);
}

/** `node-unit-scheduler-0.1.0.tgz` is `@node-unit/scheduler`. */
function packageOf(tarball: string): string {
  return basename(tarball).replace(/^node-unit-(.*?)-\d+\..*$/, '@node-unit/$1');
}
