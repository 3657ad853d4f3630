import { table } from '@node-unit/e2e-report';

import type { Figure, FurtherFigure } from '../Figure.js';
import { short } from '../render.js';
import type { Evidence } from './Evidence.js';
import { failoverChart } from './failoverChart.js';
import { type Language, type Words, words } from './words.js';

/** The text of each file, by its path below the folder of the reports. */
export type ReportFiles = ReadonlyMap<string, string>;

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
  const rows = figures.map(({ what, measured, baseline, ratio, goalMs }) => {
    const { median, quartiles, p99, repetitions, cpuMedian } = measured;
    const goal = goalMs === undefined ? '–' : `${text.goalP99(goalMs)}: ${verdict(p99 <= goalMs, text)}`;
    const spread = quartiles.map(short).join('–');
    const own = [what[language], String(repetitions), ms(median), `${spread} ms`, ms(p99), ms(cpuMedian)];
    return [...own, baseline.what[language], ms(baseline.median), short(ratio), goal];
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
  const goalText = goal === undefined ? '–' : `≤ ${goal} ${unit}: ${verdict(value <= goal, words[language])}`;
  return [name, `${short(value)} ${unit}`, goalText];
}

function verdict(isReached: boolean, { reached, notReached }: Words): string {
  return isReached ? reached : notReached;
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
  const title = words[language].chart.title;
  return [
    '<picture>',
    `<source media="(prefers-color-scheme: dark)" srcset="${dark}">`,
    `<img alt="${title}" src="${light}">`,
    '</picture>',
  ].join('\n');
}
