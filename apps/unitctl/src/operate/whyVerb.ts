import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { type Answer, findDeployments, type Operator, type Why } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { type OutputOptions, print, withOutput } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { type Column, heading, tableOf } from './table.js';
import { cellOf } from './text.js';

/** `unitctl why`. */
export const whyVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .argument('<deployment>', 'name, name/replica, or the beginning of an ID')
      .addHelpText('after', `\nExit codes: 0 = all node-units answered, ${EXIT.failed} = one did not.`)
      .action((name: string, options: SessionOptions & OutputOptions) =>
        withOperator(options, (operator) => explain(operator, name, options)),
      );
  },
};

async function explain(operator: Operator, name: string, options: OutputOptions): Promise<void> {
  const deployments = findDeployments(await operator.cluster(), name);
  const whys = await Promise.all(
    deployments.map(async (deployment) => ({ deployment, why: await operator.why(deployment.id) })),
  );
  const records = whys.map(({ deployment, why }) => recordOf(deployment.id, why));
  await print(records.length === 1 ? records[0] : records, options, () =>
    whys.map(({ deployment, why }) => `${deployment.label}: ${deployment.phase}\n${render(why)}`).join('\n\n'),
  );
  const isComplete = whys.every(
    ({ why }) => why.answers.length > 0 && why.answers.every(({ kind }) => kind === 'explained'),
  );
  if (!isComplete) process.exitCode = EXIT.failed;
}

/** The names are stable. */
function recordOf(deploymentId: string, { answers, disagreements, deviating }: Why) {
  return {
    deployment: deploymentId,
    agree: disagreements.length === 0,
    disagreements,
    answers: answers.map((answer) => ({
      node_unit: answer.nodeUnit,
      address: answer.address,
      deviates: deviating.has(answer.nodeUnit),
      ...(answer.kind === 'explained' ? { explanation: answer.record } : { no_answer: answer.message }),
    })),
  };
}

function render({ answers, disagreements, deviating }: Why): string {
  if (answers.length === 0) return 'no node-unit is online: start one with "unitctl join <url of the host>"';
  const marked: readonly Column<Answer>[] = [
    { head: '', of: ({ nodeUnit }) => (deviating.has(nodeUnit) ? '≠' : '') },
    ...COLUMNS,
  ];
  const verdict = disagreements.length === 0 ? ['They agree.'] : disagreements.map((text) => `≠ ${text}`);
  const explained = answers.some(({ kind }) => kind === 'explained');
  return [tableOf(marked, answers, heading), ...(explained ? verdict : [])].join('\n');
}

const COLUMNS: readonly Column<Answer>[] = [
  { head: 'NODE-UNIT', of: ({ nodeUnit }) => cellOf(nodeUnit) },
  { head: 'MAY CLAIM', of: (answer) => (answer.kind === 'explained' ? (answer.record.eligible ? 'yes' : 'no') : '?') },
  { head: 'SCORE', of: (answer) => (answer.kind === 'explained' ? short(answer.record.score) : '–') },
  { head: 'BEST', of: (answer) => (answer.kind === 'explained' ? short(answer.record.best_score) : '–') },
  { head: 'VIEW', of: (answer) => (answer.kind === 'explained' ? answer.record.view.digest : '–') },
  { head: 'WHY', of: reasonOf },
];

function reasonOf(answer: Answer): string {
  if (answer.kind !== 'explained') return cellOf(answer.message);
  const { reason, detail, status, patience_left_ms: leftMs } = answer.record;
  const here = status ? `; here: ${status.state}${status.reason === '' ? '' : ` (${status.reason})`}` : '';
  const patience = leftMs === null ? '' : `; the next rank may claim in ${Math.ceil(leftMs / 1_000)} s`;
  return cellOf(`${reason === null ? detail : `${reason}: ${detail}`}${patience}${here}`);
}

function short(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
