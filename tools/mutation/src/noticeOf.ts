import { stripVTControlCharacters } from 'node:util';

import type { Check, Notice } from './Mutation.js';

/** The part of the report of vitest's JSON reporter that matters here. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const MOST_COLUMNS = 160;

/**
 * The test that failed, if one did. Pure.
 *
 * @throws Error if no test of the check has run: then it says nothing
 */
export function noticeOf(check: Check, { testResults }: VitestReport): Notice | undefined {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed) {
    const message = stripVTControlCharacters(failed.failureMessages?.[0] ?? '');
    return { check, test: failed.fullName, message: (message.split('\n')[0] ?? '').slice(0, MOST_COLUMNS) };
  }
  if (tests.some(({ status }) => status === 'passed')) return undefined;
  const reasons = testResults.map(({ message = '' }) => message).join('; ');
  throw new Error(`no test has run of ${describeCheck(check)}: ${stripVTControlCharacters(reasons)}`);
}

/** Where tests are, for a person. */
export function describeCheck({ project, file, named }: Check): string {
  return `${project} ${file}${named === undefined ? '' : ` (${named})`}`;
}
