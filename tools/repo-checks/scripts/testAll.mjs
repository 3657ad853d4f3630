// `npm test`: everything from a clean checkout. Its last line is "N passed, N failed", added up from the reports
// that the test runners have left, so it is true to what ran.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const reports = ['apps', 'libraries', 'tools'].flatMap((kind) =>
  readdirSync(join(root, kind)).map((project) => join(root, kind, project, 'temp', 'vitest-report.json')),
);
for (const report of reports) rmSync(report, { force: true });

// "retest" and not "test": what did not run has proven nothing.
const rush = spawnSync(
  process.execPath,
  [join(root, 'common/scripts/install-run-rush.js'), 'retest', '--production', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);

let passed = 0;
let failed = 0;
let skipped = 0;
for (const report of reports.filter(existsSync)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  skipped += result.numPendingTests + result.numTodoTests;
}
// A build, a lint or a test run that broke off is a failure, although it counted no test.
if (rush.status !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
