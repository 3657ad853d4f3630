// A step of .ci/run: every shipped package that a branch changes needs a change file (`rush change --verify`).
// Without a base branch there is nothing to compare with; then this says so and succeeds.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const base = baseBranch();

if (base === undefined) {
  console.log('change files not verified: no base branch main or origin/main with a common ancestor of HEAD');
} else if (git('rev-parse', base) === git('rev-parse', 'HEAD')) {
  console.log(`change files not verified: HEAD is ${base} itself, so there is nothing to compare`);
} else {
  console.log(`verifying change files against ${base}`);
  // --no-fetch: a clone without a remote is enough, and the network decides nothing.
  const rush = spawnSync(
    process.execPath,
    [
      join(root, 'common/scripts/install-run-rush.js'),
      '--quiet',
      'change',
      '--verify',
      '--no-fetch',
      '--target-branch',
      base,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = rush.status ?? 1;
}

/** What a pull request would be merged into. A shallow clone may know the branch but not where HEAD left it. */
function baseBranch() {
  return ['origin/main', 'main'].find((branch) => git('merge-base', branch, 'HEAD') !== undefined);
}

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
