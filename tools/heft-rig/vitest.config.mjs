import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.js'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    // The report has a message for each failure, but no difference: 40 characters of a value would tell nothing.
    chaiConfig: { truncateThreshold: 500 },
  },
});
