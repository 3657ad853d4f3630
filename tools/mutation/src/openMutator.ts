import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createVitest, type TestModule, type Vitest } from 'vitest/node';

import { faultOfText } from './faultOfText.js';
import type { Check, Mutation, Notice } from './Mutation.js';
import { noticeOf } from './noticeOf.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** Runs tests while a guard is taken away. */
export interface Mutator {
  /**
   * Runs the checks of a mutation until one notices; `undefined` if none does. One mutation at a time.
   *
   * @throws Error if the text is not found exactly once, or if a check could not run
   */
  readonly run: (mutation: Mutation) => Promise<Notice | undefined>;
  readonly close: () => Promise<void>;
}

/**
 * One vitest for all mutations: it replaces the text while it loads the file, so no file is changed, and everything else is
 * loaded once.
 *
 * @param signal - Ends the tests that run when it is aborted.
 */
export async function openMutator(mutations: readonly Mutation[], signal?: AbortSignal): Promise<Mutator> {
  let current: Mutation | undefined;
  const checks = mutations.flatMap(({ noticedBy }) => noticedBy);
  const options = {
    root: ROOT,
    config: join(ROOT, 'tools/heft-rig/vitest.config.mjs'),
    include: [...new Set(checks.map(({ project, file }) => `${project}/${file}`))],
    watch: false,
    reporters: [{}],
    bail: 1,
    maxWorkers: 1,
  };
  const plugin = {
    name: 'mutation',
    enforce: 'pre' as const,
    transform: (code: string, id: string) => {
      const mutation = current;
      if (!mutation || id.split('?')[0] !== pathOf(mutation)) return null;
      // A function as the replacement: `$` in it means nothing.
      return code.replace(mutation.find, () => mutation.replacement);
    },
  };
  const vitest = await createVitest('test', options, { plugins: [plugin] });
  signal?.addEventListener('abort', () => void vitest.cancelCurrentRun('keyboard-input'), { once: true });
  const change = (mutation: Mutation | undefined): void => {
    for (const each of [current, mutation]) if (each) vitest.invalidateFile(pathOf(each));
    current = mutation;
  };
  const run = async (mutation: Mutation): Promise<Notice | undefined> => {
    const fault = faultOfText(mutation, await readFile(pathOf(mutation), 'utf8'));
    if (fault !== undefined) throw new Error(fault);
    change(mutation);
    for (const check of mutation.noticedBy) {
      const notice = noticeOf(check, await runCheck(vitest, check));
      if (notice) return notice;
    }
    return undefined;
  };
  return { run, close: () => vitest.close() };
}

function pathOf({ file }: Mutation): string {
  return join(ROOT, file);
}

async function runCheck(vitest: Vitest, { project, file, named }: Check): Promise<readonly TestModule[]> {
  const specifications = await vitest.globTestSpecifications([`${project}/${file}`]);
  if (named === undefined) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const { testModules } = await vitest.runTestSpecifications(specifications, false);
  // It knows those of earlier runs, too.
  const ids = new Set(specifications.map(({ moduleId }) => moduleId));
  return testModules.filter(({ moduleId }) => ids.has(moduleId));
}
