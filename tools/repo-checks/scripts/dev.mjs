// `npm run dev -- <package>`: builds a package and its dependencies once. After every save it runs the affected tests from
// the sources, and the compiler reports type errors and updates lib/ beside them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const folders = [...readFileSync(join(root, 'rush.json'), 'utf8').matchAll(/"projectFolder": "([^"]+)"/g)].map(
  (match) => match[1],
);
const [wanted, ...vitestArguments] = process.argv.slice(2);

if (wanted === undefined || wanted === '--help') {
  console.log(`usage: npm run dev -- <package> [test file] [-t <test name>] [--run]

Builds a package and its dependencies, then runs its tests from the TypeScript sources after every save. Type errors are
reported with the results. All further arguments go to vitest; --run runs them once and exits.

packages: ${folders.map(shortName).sort().join(', ')}`);
  process.exit(wanted === undefined ? 2 : 0);
}

const folder = folders.find((each) => [each, shortName(each), `@node-unit/${shortName(each)}`].includes(wanted));
if (folder === undefined) {
  console.error(`no package is named ${wanted}; "npm run dev -- --help" lists all packages`);
  process.exit(2);
}

const project = join(root, folder);
// Includes the package itself, because its tests may start its compiled programs.
const build = spawnSync(
  process.execPath,
  [join(root, 'common/scripts/install-run-rush.js'), '--quiet', 'build', '--to', `@node-unit/${shortName(folder)}`],
  { cwd: root, stdio: 'inherit' },
);
// Run the tests even if the build fails, for example because of a lint error.
if (build.status !== 0) console.error('the build failed; the tests use the previous build');

const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const once = vitestArguments.includes('--run');
const required = createRequire(join(root, 'tools/heft-rig/package.json'));
const rig = join(root, 'tools/heft-rig');
const vitest = start(join(dirname(required.resolve('vitest/package.json')), 'vitest.mjs'), [
  ...(once ? [] : ['watch']),
  `--root=${project}`,
  `--config=${join(rig, 'vitest.dev.config.mjs')}`,
  // As in the rig: end-to-end tests have the machine to themselves.
  ...('_phase:e2e' in scripts ? ['--no-file-parallelism'] : []),
  ...vitestArguments,
]);
const others = once || !existsSync(join(project, 'tsconfig.json')) ? [] : [watchTypes()];

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal));
vitest.once('exit', (exitCode) => {
  for (const child of others) child.kill();
  process.exitCode = exitCode ?? 1;
});

function watchTypes() {
  const compiler = join(dirname(required.resolve('typescript/package.json')), 'bin/tsc');
  return start(compiler, ['--watch', '--preserveWatchOutput', '--incremental', 'false', '--project', project]);
}

function start(script, args) {
  return spawn(process.execPath, [script, ...args], { cwd: project, stdio: 'inherit' });
}

function stop(signal) {
  for (const child of [vitest, ...others]) child.kill(signal);
}

function shortName(each) {
  return each.slice(each.indexOf('/') + 1);
}
