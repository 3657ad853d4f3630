import { EXIT } from '@node-unit/app-runtime';

import type { Answer } from './Answer.js';
import { askNodeUnits } from './askNodeUnits.js';
import { compareAnswers, type Comparison } from './compareAnswers.js';
import { readOptions } from './readOptions.js';
import { renderAnswers } from './renderAnswers.js';
import { WhyError } from './WhyError.js';

/** Asks, prints the answers, and gives the exit code. */
export async function runWhy(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = { ...readOptions(argv), hostToken: env['HOST_TOKEN'] };
  try {
    const answers = await askNodeUnits(options);
    const comparison = compareAnswers(answers);
    if (options.json) process.stdout.write(`${asJson(answers, comparison)}\n`);
    else if (answers.some(({ kind }) => kind !== 'not_found'))
      process.stdout.write(`${renderAnswers(answers, comparison)}\n`);
    const faults = faultsOf(answers);
    for (const fault of faults) process.stderr.write(`why: ${fault}\n`);
    return faults.length === 0 ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof WhyError)) throw error;
    process.stderr.write(`why: ${error.message}\n`);
    return EXIT.failed;
  }
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
