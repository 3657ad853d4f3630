import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.js'],
    environment: 'node',
    // Files share the modules that they import, which takes longer to load than most tests take.
    isolate: false,
    // Two at least: most tests wait for processes, and compute little.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Limits against hanging, not expectations: the machine is shared, and what is awaited comes when it comes.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    passWithNoTests: false,
    // The report has a message for each failure, but no difference: 40 characters of a value would tell nothing.
    chaiConfig: { truncateThreshold: 500 },
  },
});
