import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Plugin } from 'esbuild';

/** By package: where it has its modules. */
const MODULES: Readonly<Record<string, string>> = { rxjs: 'dist/esm/index.js' };

/**
 * Takes the modules of packages that name a CommonJS build for Node.js first. Of a CommonJS package everything gets into the
 * bundle, and every module that imports it has a list of all its names of its own, which makes megabytes in memory.
 */
export const moduleBuilds: Plugin = {
  name: 'module-builds',
  setup: (build) => {
    for (const [name, path] of Object.entries(MODULES)) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ resolveDir }) => {
        const manifest = createRequire(join(resolveDir, 'importer.js')).resolve(`${name}/package.json`);
        return { path: join(dirname(manifest), path), sideEffects: false };
      });
    }
  },
};
