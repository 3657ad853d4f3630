import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** CommonJS packages in the bundle ask for Node.js' own modules by `require`, which ESM does not have. */
const REQUIRE =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** Bundles the portal and everything that it imports into one ES module. */
export async function bundlePortal(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('@node-unit/portal/cli'))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    legalComments: 'inline',
    banner: { js: REQUIRE },
    // Native speed-ups of ws, which does without them.
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'silent',
  });
}
