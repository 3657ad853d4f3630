import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** CommonJS packages in the bundle ask for Node.js' own modules by `require`, which ESM does not have. */
const REQUIRE =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** The package of the hostile program, as a deployment names it. */
export interface HostilePackage {
  readonly packageName: string;
  readonly packageVersion: string;
}

/** Writes the hostile program as a package of one file that needs nothing else. */
export async function packHostile(folder: string): Promise<HostilePackage> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL('program.js', import.meta.url))],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: REQUIRE },
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'silent',
  });
  const packageName = 'hostile-deployment';
  const manifest = { name: packageName, version: '1.0.0', type: 'module', main: 'index.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return { packageName, packageVersion: `file:${folder}` };
}
