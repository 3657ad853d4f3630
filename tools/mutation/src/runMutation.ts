import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { faultOfText } from './faultOfText.js';
import type { Check, Mutation, Notice } from './Mutation.js';
import { noticeOf, type VitestReport } from './noticeOf.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CONFIG = fileURLToPath(new URL('../vitest.mutation.config.mjs', import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/**
 * Runs the checks of a mutation until one notices; `undefined` if none does.
 *
 * @throws Error if the text is not found exactly once, or if a check could not run
 */
export async function runMutation(mutation: Mutation): Promise<Notice | undefined> {
  const fault = faultOfText(mutation, await readFile(join(ROOT, mutation.file), 'utf8'));
  if (fault !== undefined) throw new Error(fault);
  for (const check of mutation.noticedBy) {
    const notice = noticeOf(check, await runCheck(check, mutation));
    if (notice) return notice;
  }
  return undefined;
}

async function runCheck(check: Check, { file, find, replacement }: Mutation): Promise<VitestReport> {
  const folder = await mkdtemp(join(tmpdir(), 'node-unit-mutation-'));
  const report = join(folder, 'report.json');
  const mutation = JSON.stringify({ file: join(ROOT, file), find, replacement });
  try {
    const output = await runVitest(argumentsOf(check, report), { ...process.env, MUTATION: mutation });
    return await readFile(report, 'utf8').then(
      (text) => JSON.parse(text) as VitestReport,
      () => Promise.reject(new Error(`vitest left no report: ${output}`)),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function argumentsOf({ project, file, named }: Check, report: string): readonly string[] {
  const name = named === undefined ? [] : [`--testNamePattern=${named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`];
  const root = `--root=${join(ROOT, project)}`;
  const reporter = ['--reporter=json', `--outputFile.json=${report}`];
  return [VITEST, 'run', file, root, `--config=${CONFIG}`, '--bail=1', '--maxWorkers=1', ...reporter, ...name];
}

/** The output, for a person; ends the child with this process. */
function runVitest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => void child.kill();
    process.once('exit', end);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', () => {
      process.off('exit', end);
      resolve(output);
    });
  });
}
