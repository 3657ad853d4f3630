import { fileURLToPath } from 'node:url';

/** A package for `insert into deployment`, installed from this repository so that no registry is needed. */
export const SAMPLE_DEPLOYMENT = {
  packageName: 'sample-deployment',
  packageVersion: `file:${fileURLToPath(new URL('../sample-deployment', import.meta.url))}`,
};
