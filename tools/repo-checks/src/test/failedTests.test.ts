import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { REPOSITORY } from '../index.js';

interface FailedTests {
  readonly failedTests: (reports: readonly object[]) => readonly string[];
}

const { failedTests } = (await import(join(REPOSITORY, 'tools/repo-checks/scripts/failedTests.mjs'))) as FailedTests;

function reportWith(...testResults: readonly object[]) {
  return { project: 'apps/demo', folder: '/r/apps/demo', report: { testResults } };
}

function fileWith(assertionResults: readonly object[], message = '') {
  return { name: '/r/apps/demo/lib/test/a.test.js', status: 'failed', message, assertionResults };
}

function failure(fullName: string, message: string) {
  return { status: 'failed', fullName, failureMessages: [message] };
}

describe('the list of failed tests', () => {
  it('names project, file and test, with what was expected and where, without colours', () => {
    const passed = { status: 'passed', fullName: 'x', failureMessages: [] };
    const file = fileWith([
      passed,
      failure('a works', '\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n  at b'),
    ]);
    const fine = { name: '/r/apps/demo/lib/test/b.test.js', status: 'passed', message: '', assertionResults: [passed] };
    expect(failedTests([reportWith(fine, file), reportWith()])).toEqual([
      'FAILED apps/demo lib/test/a.test.js > a works',
      '  AssertionError: expected 1 to be 2',
      '    at b',
    ]);
  });

  it('names a file that could not be loaded', () => {
    expect(failedTests([reportWith(fileWith([], 'Cannot find module'))])).toEqual([
      'FAILED apps/demo lib/test/a.test.js',
      '  Cannot find module',
    ]);
  });

  it('is bounded in lines, columns and failures', () => {
    const huge = Array.from({ length: 100 }, () => 'x'.repeat(1_000)).join('\n');
    const lines = failedTests([reportWith(fileWith(Array.from({ length: 25 }, () => failure('a', huge))))]);
    expect(lines).toHaveLength(20 * 16 + 1);
    expect(Math.max(...lines.map((line) => line.length))).toBe(302);
    expect(lines.at(-1)).toBe('... and 5 more failures');
  });
});
