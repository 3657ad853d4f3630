import { AppError, EXIT, hostOf } from '@node-unit/app-runtime';

import type { Answer } from './Answer.js';
import { askNodeUnits } from './askNodeUnits.js';
import { compareAnswers, type Comparison } from './compareAnswers.js';
import { readOptions, type WhyOptions } from './readOptions.js';
import { renderAnswers } from './renderAnswers.js';
import { WhyError } from './WhyError.js';

/** Asks, prints the answers, and gives the exit code. */
export async function runWhy(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await answer(readOptions(argv), env);
  } catch (error) {
    if (!(error instanceof WhyError || error instanceof AppError)) throw error;
    process.stderr.write(`why: ${error.message}\n`);
    return error instanceof AppError ? error.exitCode : EXIT.failed;
  }
}

async function answer(options: WhyOptions, { HOST_TOKEN, HOST_TOKEN_FILE }: NodeJS.ProcessEnv): Promise<number> {
  const HOST_URL = options.hostUrl;
  const host = hostOf({ HOST_URL, HOST_TOKEN: HOST_TOKEN?.trim() || undefined, HOST_TOKEN_FILE });
  const answers = await askNodeUnits({ ...options, ...host });
  const comparison = compareAnswers(answers);
  if (options.json) process.stdout.write(`${asJson(answers, comparison)}\n`);
  else if (answers.some(({ kind }) => kind !== 'not_found'))
    process.stdout.write(`${renderAnswers(answers, comparison)}\n`);
  const faults = faultsOf(answers);
  for (const fault of faults) process.stderr.write(`why: ${fault}\n`);
  return faults.length === 0 ? EXIT.ok : EXIT.failed;
}

/** That a node-unit does not know the deployment is a fault only if none knows it; not to answer always is one. */
function faultsOf(answers: readonly Answer[]): readonly string[] {
  const silent = answers.filter(({ kind }) => kind === 'no_answer');
  const faults = silent.map(
    (answer) => `${answer.nodeUnit} did not answer: ${answer.kind === 'no_answer' ? answer.message : ''}`,
  );
  const unknown = answers.find((answer) => answer.kind === 'not_found');
  const isKnown = answers.some(({ kind }) => kind === 'explained');
  return unknown && !isKnown ? [unknown.message, ...faults] : faults;
}

function asJson(answers: readonly Answer[], { disagreements, deviating }: Comparison): string {
  return JSON.stringify({
    agree: disagreements.length === 0,
    disagreements,
    answers: answers.map((answer) => ({
      node_unit: answer.nodeUnit,
      address: answer.address,
      deviates: deviating.has(answer.nodeUnit),
      ...(answer.kind === 'explained' ? { explanation: answer.record } : { error: answer.message }),
    })),
  });
}
