import { picture, type ReportFiles, table } from '@node-unit/e2e-report';

import type { Figure, FurtherFigure } from '../Figure.js';
import { short, verdictOf } from '../render.js';
import type { Evidence } from './Evidence.js';
import { failoverChart } from './failoverChart.js';
import { type Language, type Words, words } from './words.js';

const BACKGROUNDS = ['light', 'dark'] as const;

/** The report on all that was measured, and its pictures. Pure. */
export function renderBenchReport(all: readonly Evidence[], language: Language): ReportFiles {
  const files = new Map<string, string>();
  const text = words[language];
  const sections = all.map((evidence) => {
    const picture = drawn(evidence, language, files);
    return [heading(evidence, text), figureTable(evidence, language), furtherTable(evidence, language), picture];
  });
  const parts = [`# ${text.title}`, `> ${text.generated}`, ...sections.flat()].filter((part) => part !== '');
  files.set(reportName(language), `${parts.join('\n\n')}\n`);
  return files;
}

function reportName(language: Language): string {
  return language === 'zh' ? 'node-unit-bench-report.md' : 'node-unit-bench-report.en.md';
}

function heading({ subject, measuredAt, machine }: Evidence, text: Words): string {
  const title = `## ${text.subjects[subject] ?? subject}`;
  return `${title}\n\n${text.machine(machine)}\n\n${text.measuredAt}${measuredAt}`;
}

function figureTable({ figures }: Evidence, language: Language): string {
  const text = words[language];
  const ms = (value: number | null): string => (value === null || Number.isNaN(value) ? '–' : `${short(value)} ms`);
  const rows = figures.map((figure) => {
    const { what, measured, baseline, ratio, ratioOf = 'cpu', goalMs } = figure;
    const { median, quartiles, p99, repetitions, cpuMedian } = measured;
    const goal = goalMs === undefined ? '–' : `p99 ≤ ${goalMs} ms: ${text.verdicts[verdictOf(figure)]}`;
    const spread = quartiles.map(short).join('–');
    const own = [what[language], String(repetitions), ms(median), `${spread} ms`, ms(p99), ms(cpuMedian)];
    const compared = ratioOf === 'cpu' ? ` (CPU, ${ms(baseline.cpuMedian)})` : '';
    // Of a baseline that needs less than can be measured, there is no ratio.
    const times = ratio > 0 ? `${short(ratio)}${compared}` : '–';
    return [...own, baseline.what[language], ms(baseline.median), times, goal];
  });
  return table(
    text.head,
    rows.map((row) => row.map(String)),
  );
}

function furtherTable({ figures }: Evidence, language: Language): string {
  const text = words[language];
  const rows = figures.flatMap((figure) => (figure.further ?? []).map((each) => furtherRow(figure, each, language)));
  return rows.length === 0 ? '' : table(text.further, rows);
}

function furtherRow(figure: Figure, { what, value, unit, goal }: FurtherFigure, language: Language): readonly string[] {
  const name = `${figure.what[language]}: ${what[language]}`;
  const goalText =
    goal === undefined
      ? '–'
      : `≤ ${goal} ${unit}: ${words[language].verdicts[value <= goal ? 'reached' : 'notReached']}`;
  return [name, `${short(value)} ${unit}`, goalText];
}

/** Adds the pictures of the section to the files. */
function drawn({ subject, figures }: Evidence, language: Language, files: Map<string, string>): string {
  const paths = BACKGROUNDS.map((background) => {
    const path = `bench/charts/${subject}-${language}-${background}.svg`;
    const chart = failoverChart(figures, language, background);
    if (chart !== undefined) files.set(path, chart);
    return chart === undefined ? undefined : path;
  });
  const [light, dark] = paths;
  if (light === undefined || dark === undefined) return '';
  return picture({ light, dark }, words[language].chart.title);
}
