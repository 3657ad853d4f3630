import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeNotice, guards, type Mutation, type Mutator, openMutator } from '../index.js';

declare module 'vitest' {
  interface TaskMeta {
    /** A line for the list that `npm test` prints. */
    listed?: string;
  }
}

describe('the guards', { timeout: 300_000 }, () => {
  let mutator: Mutator | undefined;
  beforeAll(async () => {
    mutator = await openMutator([...guards, unnoticeable]);
  });
  afterAll(() => mutator?.close());

  it.for(guards)('are missed: $guard: $without', async (mutation, { task }) => {
    const notice = await mutator?.run(mutation);
    const line = describeNotice(mutation, notice);
    task.meta.listed = line;
    expect(notice, line).toBeDefined();
  });

  it('would not be missed if nobody looked', async () => {
    expect(await mutator?.run(unnoticeable)).toBeUndefined();
  });

  it('are one line each', () => {
    expect(new Set(guards.map(({ without }) => without)).size).toBe(guards.length);
  });
});

/** Changes a sentence, which the tests of the order do not read. */
const unnoticeable: Mutation = {
  guard: 'none',
  without: 'a refusal says something else',
  file: 'libraries/scheduler/lib/judge/judgeCandidates.js',
  find: 'is not trusted here',
  replacement: 'is not liked here',
  noticedBy: [{ project: 'libraries/scheduler', file: 'lib/test/ownOrder.test.js' }],
};
