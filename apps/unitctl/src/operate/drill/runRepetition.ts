import { randomBytes } from 'node:crypto';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { cellOf, type Operator, reasonOf } from '@node-unit/operator';

import { CleanUp } from './CleanUp.js';
import type { Repetition } from './DrillResult.js';
import { measureReaction } from './measureReaction.js';
import { type DrillPlan, prepareRepetition, type Prepared } from './prepareRepetition.js';
import { ownProbe } from './probeSpec.js';
import { NotSeen } from './untilPicture.js';

/**
 * Has one node-unit fail that was started for it, and measures. Whatever happens, everything is removed afterwards.
 *
 * @throws AppError that says why the probes do not run; the reason of the signal
 */
export async function runRepetition(operator: Operator, plan: DrillPlan, signal: AbortSignal): Promise<Repetition> {
  const name = `drill-${randomBytes(4).toString('hex')}`;
  const cleanUp = new CleanUp();
  let prepared: Prepared | undefined;
  try {
    prepared = await prepareRepetition(operator, plan, name, { cleanUp, signal });
    return await measureReaction(operator, prepared, plan.kind, plan.tell);
  } catch (error) {
    throw error instanceof NotSeen ? await explained(error, operator, name, adviceFor(plan, prepared)) : error;
  } finally {
    plan.tell(`removing ${name}`);
    const left = await cleanUp.run();
    for (const each of left) plan.tell(`unitctl: left behind: ${cellOf(each)}`);
    if (left.length > 0) process.exitCode = EXIT.failed;
  }
}

/** The failure with the reasons of the node-units, asked before anything is removed. */
async function explained(
  error: NotSeen,
  operator: Operator,
  name: string,
  advice: readonly string[],
): Promise<AppError> {
  const lines = await reasonsOf(operator, name).catch(() => []);
  const message = [`the probes do not run: ${error.message}`, ...lines, ...advice].join('\n  ');
  return new AppError(EXIT.failed, message, { cause: error });
}

/** Only when others have to run the probes can it be that they cannot install them. */
function adviceFor({ probe }: DrillPlan, prepared: Prepared | undefined): readonly string[] {
  if (prepared === undefined || probe !== ownProbe) return [];
  return [
    'node-units of other machines cannot install the probe of unitctl: name one that they can by --probe name@version',
  ];
}

async function reasonsOf(operator: Operator, name: string): Promise<readonly string[]> {
  const { deployments, names } = await operator.cluster();
  const waiting = deployments.filter(({ deployment, phase }) => deployment.name === name && phase !== 'running');
  const [first] = waiting;
  const states = waiting.map(({ label, phase, reason, nodeUnit }) =>
    cellOf([`${label} is ${phase}`, nodeUnit && `on ${nodeUnit}`, reason].filter(Boolean).join(' ')),
  );
  if (first?.phase !== 'unassigned') return states;
  const { answers } = await operator.why(first.id);
  return [...states, ...answers.map((answer) => cellOf(`${answer.nodeUnit}: ${reasonOf(answer, names)}`))];
}
