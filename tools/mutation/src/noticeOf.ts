import { stripVTControlCharacters } from 'node:util';

import type { Check, Notice } from './Mutation.js';

/** What has run of a file, as vitest says it. */
export interface RanModule {
  readonly errors: () => readonly { readonly message: string }[];
  readonly children: { readonly allTests: (state: 'passed' | 'failed') => Iterable<RanTest> };
}

/** A test that has run. */
export interface RanTest {
  readonly fullName: string;
  readonly result: () => { readonly errors?: readonly { readonly message: string }[] | undefined };
}

/**
 * The test that failed, if one did. Pure.
 *
 * @throws Error if no test of the check has run: then it says nothing
 */
export function noticeOf(check: Check, modules: readonly RanModule[]): Notice | undefined {
  const testsThat = (state: 'passed' | 'failed'): RanTest[] =>
    modules.flatMap(({ children }) => [...children.allTests(state)]);
  const [failed] = testsThat('failed');
  if (failed) {
    const message = failed.result().errors?.[0]?.message ?? '';
    return { check, test: failed.fullName, message: stripVTControlCharacters(message) };
  }
  if (testsThat('passed').length > 0) return undefined;
  const reasons = modules.flatMap((each) => each.errors().map(({ message }) => message)).join('; ');
  throw new Error(`no test has run of ${describeCheck(check)}: ${reasons || 'there is none'}`);
}

/** Where tests are, for a person. */
export function describeCheck({ project, file, named }: Check): string {
  return `${project} ${file}${named === undefined ? '' : ` (${named})`}`;
}
