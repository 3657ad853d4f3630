import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const MOST_FAILURES = 20;
const MOST_LINES = 15;
const MOST_COLUMNS = 300;

/**
 * Every failed test of some vitest reports, with the begin of its message, as lines to print. Rush cuts the output of a
 * project in the middle, where these are.
 *
 * @param {readonly { project: string, folder: string, report: object }[]} reports what vitest's JSON reporter wrote
 */
export function failedTests(reports) {
  const failures = reports.flatMap(failuresOf);
  const left = failures.length - MOST_FAILURES;
  return [...failures.slice(0, MOST_FAILURES).flat(), ...(left > 0 ? [`... and ${left} more failures`] : [])];
}

function failuresOf({ project, folder, report }) {
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const heading = `FAILED ${project} ${relative(folder, name)}`;
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      // A file that cannot be loaded has no failed test.
      if (failed.length === 0) return [[heading, ...beginOf(message ?? '')]];
      return failed.map((test) => [`${heading} > ${test.fullName}`, ...beginOf(test.failureMessages.join('\n'))]);
    });
}

function beginOf(message) {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => !/^ +at (.*node_modules|new Promise)/.test(line));
  return lines.slice(0, MOST_LINES).map((line) => `  ${line.slice(0, MOST_COLUMNS)}`.trimEnd());
}
