import { EXIT } from '@node-unit/app-runtime/exitCodes';
import {
  type Answer,
  cellOf,
  type ClusterPicture,
  findDeployments,
  type Operator,
  reasonOf,
  type Why,
} from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { note, type OutputOptions, print, withOutput } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { type Column, heading, tableOf } from './table.js';

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
  const picture = await operator.cluster();
  const subjects = subjectsOf(picture, name);
  const whys = await Promise.all(
    subjects.map(async (subject) => ({ ...subject, why: await operator.why(subject.id) })),
  );
  const records = whys.map(({ id, why }) => recordOf(id, why));
  await print(records.length === 1 ? records[0] : records, options, () =>
    whys.map(({ label, phase, why }) => `${label}: ${phase}\n${render(why, picture.names)}`).join('\n\n'),
  );
  for (const answer of whys.flatMap(({ why }) => why.answers)) {
    if (answer.kind === 'no_answer')
      note(`unitctl: ${cellOf(answer.nodeUnit)} did not answer: ${cellOf(answer.message)}`);
  }
  const isComplete = whys.every(
    ({ why }) => why.answers.length > 0 && why.answers.every(({ kind }) => kind === 'explained'),
  );
  if (!isComplete) process.exitCode = EXIT.failed;
}

interface Subject {
  readonly id: string;
  readonly label: string;
  readonly phase: string;
}

/** Rows that cannot be read are among them, because somebody wants to know why they do not run. */
function subjectsOf(picture: ClusterPicture, text: string): readonly Subject[] {
  const unreadable = [...picture.invalid.keys()].filter((id) => text !== '' && id.startsWith(text.toLowerCase()));
  if (unreadable.length > 0) return unreadable.map((id) => ({ id, label: id, phase: 'cannot be read' }));
  return findDeployments(picture, text);
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

function render({ answers, disagreements, deviating }: Why, names: ClusterPicture['names']): string {
  if (answers.length === 0) return 'no node-unit is online: start one with "unitctl join <url of the host>"';
  const marked: readonly Column<Answer>[] = [
    { head: '', of: ({ nodeUnit }) => (deviating.has(nodeUnit) ? '≠' : '') },
    ...COLUMNS,
    { head: 'WHY', of: (answer) => cellOf(reasonOf(answer, names)) },
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
];

function short(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
