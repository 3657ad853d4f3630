// For `npm run dev` and the debugger: runs the TypeScript sources of the tests, without compiling them first.
import { defineConfig, mergeConfig } from 'vitest/config';

import shared from './vitest.config.mjs';

export default mergeConfig(
  { ...shared, test: { ...shared.test, include: [] } },
  defineConfig({ test: { include: ['**/src/**/*.test.ts'] } }),
);
