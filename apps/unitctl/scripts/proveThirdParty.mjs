// `npm run prove-third-party`: the proof that a claim policy from outside the monorepo works, by itself.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
const config = join(project, 'node_modules/@node-unit/heft-rig/vitest.config.mjs');

const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', `--root=${project}`, `--config=${config}`, '--reporter=verbose', 'thirdParty'],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
