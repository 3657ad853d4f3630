// `npm test`: everything from a clean checkout. Its last lines are the failed tests and "N passed, N failed", taken from
// the reports that the test runners have left, so they are true to what ran.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { failedTests } from './failedTests.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const projects = ['apps', 'libraries', 'tools'].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => `${kind}/${name}`),
);
const reportOf = (project) => join(root, project, 'temp', 'vitest-report.json');
for (const project of projects) rmSync(reportOf(project), { force: true });

// "retest" and not "test": what did not run has proven nothing.
const rush = spawnSync(
  process.execPath,
  [join(root, 'common/scripts/install-run-rush.js'), 'retest', '--production', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);

const reports = projects
  .filter((project) => existsSync(reportOf(project)))
  .map((project) => ({
    project,
    folder: join(root, project),
    report: JSON.parse(readFileSync(reportOf(project), 'utf8')),
  }));
// What a test has to show of itself, such as who missed a guard.
for (const { report } of reports) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  for (const { meta } of tests) if (meta?.listed !== undefined) console.log(meta.listed);
}
let passed = 0;
let failed = 0;
let skipped = 0;
for (const { report } of reports) {
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
}
// A build, a lint or a test run that broke off is a failure, although it counted no test.
if (rush.status !== 0 && failed === 0) failed = 1;
for (const line of failedTests(reports)) console.log(line);
const untested = projects.filter((project) => project !== 'tools/heft-rig' && !existsSync(reportOf(project)));
if (untested.length > 0) console.log(`No tests came to their end in ${untested.join(', ')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
