import { cellOf } from '@node-unit/operator';

import { type DrillEvidence, gapMs, overlapMs, type Repetition, type Spread, summarize } from './DrillResult.js';
import { secondsText } from './renderDrill.js';
import type { ReportWords } from './reportWords.js';

/** The report of a drill in Markdown. Pure. */
export function drillReport(evidence: DrillEvidence, words: ReportWords, evidenceFile: string): string {
  const { kind, repetitions } = evidence;
  const sections = [
    `# ${words.title(kind)}`,
    `> ${words.generated(evidenceFile)}`,
    words.kinds[kind],
    `## ${words.conditions}`,
    tableText(['', ''], conditionsOf(evidence, words)),
    `## ${words.summary}`,
    tableText(words.spread, summaryOf(evidence, words)),
    ...repetitions.flatMap((repetition, index) => repetitionSections(repetition, index + 1, words)),
    `## ${words.notes}`,
    words.noteTexts.map((text) => `- ${text}`).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

type Row = readonly string[];

function conditionsOf({ policy, probe, nodeUnits, repetitions }: DrillEvidence, words: ReportWords): readonly Row[] {
  return [
    [words.policy, policy],
    [words.probe, probe],
    [words.nodeUnits, nodeUnits.join(', ')],
    [words.probes, String(repetitions[0]?.probes.length ?? 0)],
    [words.repetitions, String(repetitions.length)],
  ];
}

function summaryOf(evidence: DrillEvidence, words: ReportWords): readonly Row[] {
  const summary = summarize(evidence);
  const names = ['noticed', 'claimed', 'running', 'gap', 'overlap', 'endedAfterHealing'] as const;
  return names.flatMap((name) => {
    const spread = summary[name];
    return spread ? [[words[name], ...spreadCells(spread)]] : [];
  });
}

function spreadCells({ least, median, most }: Spread): Row {
  return [least, median, most].map(secondsText);
}

function repetitionSections(repetition: Repetition, number: number, words: ReportWords): readonly string[] {
  const { failedAt, healedMs, probes, events } = repetition;
  const rows = probes.map((probe) => [
    probe.label,
    probe.nodeUnit,
    ...[probe.claimedMs, probe.runningMs, probe.oldEndedMs, gapMs(probe), overlapMs(probe)].map(secondsText),
  ]);
  const lines = events.map(({ occurredAt, label, text }) => `- ${[occurredAt, label, text].map(plain).join(' ')}`);
  return [
    `## ${words.repetition(number, failedAt)}`,
    tableText(words.columns, rows),
    ...(healedMs === undefined ? [] : [words.healed(secondsText(healedMs))]),
    ...(lines.length === 0 ? [] : [words.events, lines.join('\n')]),
  ];
}

function tableText(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map(plain).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names are other people's texts: none of them is markup. */
function plain(text: string): string {
  return cellOf(text).replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
