// For `npm run dev` and the debugger: runs the TypeScript sources of the tests, without compiling them first.
import { pathToFileURL } from 'node:url';

import { defineConfig, mergeConfig } from 'vitest/config';

import shared from './vitest.config.mjs';

/** A source finds the files beside it, such as a program that a test starts, where the build puts them. */
const compiledNeighbours = {
  name: 'compiled-neighbours',
  enforce: 'pre',
  transform(code, id) {
    const [file] = id.split('?');
    if (!/\/src\/.*\.ts$/.test(file) || file.includes('/node_modules/') || !code.includes('import.meta.url'))
      return null;
    const compiled = file.replace(/\/src\/(?!.*\/src\/)/, '/lib/').replace(/\.ts$/, '.js');
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(compiled).href));
  },
};

export default mergeConfig(
  { ...shared, test: { ...shared.test, include: [] } },
  // What a file has loaded is loaded again after a save.
  defineConfig({ plugins: [compiledNeighbours], test: { isolate: true, include: ['**/src/**/*.test.ts'] } }),
);
