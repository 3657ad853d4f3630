import { isDeepStrictEqual } from 'node:util';

/** What was expected and what was seen. */
export interface Check {
  readonly expected: unknown;
  readonly seen: unknown;
  readonly passed: boolean;
}

/** Without a verdict of its own the two have to be equal. */
export function check(expected: unknown, seen: unknown, passed = isDeepStrictEqual(expected, seen)): Check {
  return { expected, seen, passed };
}

/** The assertions of a run by their ids, in the order of the report. */
export type Checks = Readonly<Record<string, Check>>;
