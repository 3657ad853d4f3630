import { describe, expect, it } from 'vitest';

import { describeNotice, faultOfText, guards, type Mutation, noticeOf, type RanTest } from '../index.js';

const check = { project: 'libraries/a', file: 'lib/test/a.test.js' };
const mutation: Mutation = {
  guard: 'order',
  without: 'nothing is sorted',
  file: 'libraries/a/lib/a.js',
  find: '.sort()',
  replacement: '',
  noticedBy: [check],
};

function ran(tests: { readonly passed?: readonly RanTest[]; readonly failed?: readonly RanTest[] }, reason = '') {
  const errors = () => (reason === '' ? [] : [{ message: reason }]);
  return [{ errors, children: { allTests: (state: 'passed' | 'failed') => tests[state] ?? [] } }];
}

const test = (fullName: string, message?: string): RanTest => ({
  fullName,
  result: () => ({ errors: message === undefined ? undefined : [{ message }] }),
});

describe(faultOfText.name, () => {
  it('wants the text exactly once, and a replacement that changes it', () => {
    expect(faultOfText(mutation, 'rows.sort().map(f)')).toBeUndefined();
    expect(faultOfText(mutation, 'rows.map(f)')).toMatch(
      /libraries\/a\/lib\/a\.js to contain exactly once .* found it 0 times/,
    );
    expect(faultOfText(mutation, 'a.sort(); b.sort()')).toMatch(/found it 2 times/);
    expect(faultOfText({ ...mutation, replacement: '.sort()' }, 'a.sort()')).toMatch(/changes nothing/);
  });
});

describe(noticeOf.name, () => {
  it('gives the first test that failed', () => {
    const modules = ran({
      passed: [test('passes')],
      failed: [test('fails', '\u001b[31mno\u001b[39m'), test('fails too')],
    });
    expect(noticeOf(check, modules)).toEqual({ check, test: 'fails', message: 'no' });
  });

  it('gives none if all have passed, and does not take a file that did not run for one that passed', () => {
    expect(noticeOf(check, ran({ passed: [test('passes')] }))).toBeUndefined();
    expect(() => noticeOf(check, ran({}, 'no such module'))).toThrow('lib/test/a.test.js: no such module');
    expect(() => noticeOf({ ...check, named: 'x' }, [])).toThrow('(x): there is none');
  });
});

describe(describeNotice.name, () => {
  it('names the test, or the seed with what did not hold', () => {
    const notice = { check, test: 'sorts', message: 'expected 2 to be 1' };
    expect(describeNotice(mutation, notice)).toBe('order: nothing is sorted: noticed by libraries/a, "sorts"');
    const seed = { ...notice, message: `expected 'seed 19: TWO_HOLDERS: a and b' to be 'seed 19: nothing'` };
    expect(describeNotice(mutation, seed)).toBe('order: nothing is sorted: noticed by seed 19 (TWO_HOLDERS)');
    expect(describeNotice(mutation, undefined)).toBe(
      'order: nothing is sorted: noticed by NOBODY of libraries/a lib/test/a.test.js',
    );
  });
});

describe('the list', () => {
  it('has every guard that the documents name', () => {
    expect([...new Set(guards.map(({ guard }) => guard))].sort()).toEqual([
      "`address = ''`",
      '`enabled`',
      'accepted names',
      'digest',
      'one per round',
      'order',
      'own writes counted',
      'patience',
      'release only of the lost',
      'settling',
      'the epoch',
    ]);
  });
});
