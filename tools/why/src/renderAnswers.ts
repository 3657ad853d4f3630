import Table from 'cli-table3';

import type { ExplanationRecord } from '@node-unit/scheduler';

import type { Answer } from './Answer.js';
import type { Comparison } from './compareAnswers.js';

const NOTHING = '–';

/** Renders the answers as a table, followed by the disagreements. */
export function renderAnswers(answers: readonly Answer[], { disagreements, deviating }: Comparison): string {
  const table = new Table({
    head: ['', 'node-unit', 'may claim', 'why', 'score', 'best', 'patience', 'view'],
    style: { head: [], border: [] },
    colWidths: [3, null, null, 50],
    wordWrap: true,
  });
  for (const answer of answers)
    table.push([deviating.has(answer.nodeUnit) ? '≠' : '', answer.nodeUnit, ...cellsOf(answer)]);
  const agreement = answers.some(({ kind }) => kind === 'explained') ? ['They agree.'] : [];
  const verdict = disagreements.length === 0 ? agreement : disagreements.map((text) => `≠ ${text}`);
  return [table.toString(), ...verdict].join('\n');
}

function cellsOf(answer: Answer): readonly string[] {
  if (answer.kind !== 'explained') return ['?', answer.message, ...Array.from({ length: 4 }, () => NOTHING)];
  const { eligible, reason, detail, score, metrics, best_score, patience_left_ms, view, status } = answer.record;
  const inputs = Object.entries(metrics ?? {}).map(([name, value]) => `${name} ${short(value)}`);
  return [
    eligible ? 'yes' : 'no',
    [reason === null ? detail : `${reason}: ${detail}`, ...(status ? [describeStatus(status)] : [])].join('\n'),
    [short(score), ...inputs].join('\n'),
    short(best_score),
    patience_left_ms === null ? NOTHING : `${Math.ceil(patience_left_ms / 1_000)} s left`,
    `${view.digest}\nround ${view.round}, ${view.age_ms} ms ago`,
  ];
}

/** What the deployment does there. */
function describeStatus({ state, restarts, last_exit, reason, since, healthy }: Status): string {
  const parts = [
    `${state} since ${since}`,
    ...(restarts > 0 ? [`${restarts} restarts`] : []),
    ...(last_exit === '' ? [] : [`last exit: ${last_exit}`]),
    ...(healthy === false ? ['unhealthy'] : []),
  ];
  return `here: ${parts.join(', ')}${reason === '' ? '' : `: ${reason}`}`;
}

type Status = NonNullable<ExplanationRecord['status']>;

function short(value: number | null): string {
  return value === null ? NOTHING : String(Number(value.toPrecision(4)));
}
