import { claimsChart } from './charts/claimsChart.js';
import { distributionChart } from './charts/distributionChart.js';
import { renderChart } from './charts/renderChart.js';
import { usageChart } from './charts/usageChart.js';
import type { Evidence } from './Evidence.js';
import { createLabels } from './Labels.js';
import { picture } from './picture.js';
import { conclusionsSection } from './sections/conclusionsSection.js';
import { distributionSection } from './sections/distributionSection.js';
import { environmentSection } from './sections/environmentSection.js';
import { inputSection } from './sections/inputSection.js';
import { logSection } from './sections/logSection.js';
import type { ReportContext } from './sections/ReportContext.js';
import { roundsSection } from './sections/roundsSection.js';
import { statesSection } from './sections/statesSection.js';
import { timelineSection } from './sections/timelineSection.js';
import type { ScenarioText, Words } from './Words.js';

/** A report as files, by their paths below the folder of reports. */
export type ReportFiles = ReadonlyMap<string, string>;

const CHARTS = [distributionChart, claimsChart, usageChart('cpu'), usageChart('memory')];

export function reportPath(scenario: string, language: Words['language']): string {
  return language === 'zh' ? `node-unit-${scenario}-e2e-report.md` : `node-unit-${scenario}-e2e-report.${language}.md`;
}

/** Renders a report from evidence. Pure: the same evidence and words give the same files. */
export function renderReport(evidence: Evidence, words: Words, text: ScenarioText): ReportFiles {
  const context: ReportContext = { evidence, words, text, labels: createLabels(evidence) };
  const charts = chartFiles(context);
  const { scenario, notRun } = evidence;
  const { title, goal, command } = text;
  const head = [`# ${title}`, `> ${words.generated(`reports/${scenario}/evidence.json`)}`, verdict(context)];
  const { headings } = words;
  const sections: readonly (readonly [string, string])[] =
    notRun === undefined
      ? [
          [headings.goal, goal],
          [headings.environment, environmentSection(context)],
          [headings.input, inputSection(context)],
          [headings.distribution, distributionSection(context)],
          ...(evidence.statuses === undefined ? [] : [[headings.states, statesSection(context)] as const]),
          [headings.timeline, timelineSection(context)],
          [headings.rounds, roundsSection(context)],
          [headings.log, logSection(context)],
          [headings.charts, pictures(charts, context)],
          [headings.conclusions, conclusionsSection(context)],
          [headings.reproduce, words.reproduce(command)],
        ]
      : [
          [headings.goal, goal],
          [headings.reproduce, words.reproduce(command)],
        ];
  const body = sections.map(([heading, content], index) => `## ${index + 1}. ${heading}\n\n${content}`);
  const markdown = `${[...head, ...body].join('\n\n')}\n`;
  return new Map([[reportPath(scenario, words.language), markdown], ...charts]);
}

function verdict({ evidence, words }: ReportContext): string {
  if (evidence.notRun !== undefined) return `**${words.notRun(evidence.notRun)}**`;
  const passed = evidence.assertions.filter((assertion) => assertion.passed).length;
  const lines = [`**${words.verdict(passed, evidence.assertions.length)}**`];
  if (evidence.failure !== undefined) lines.push(`**${words.failure(evidence.failure)}**`);
  return lines.join('\n\n');
}

function chartFiles(context: ReportContext): ReportFiles {
  const { evidence, words } = context;
  const suffix = words.language === 'zh' ? '' : `.${words.language}`;
  const files = CHARTS.flatMap((chart) => {
    const option = chart.option(context);
    if (!option) return [];
    return (['light', 'dark'] as const).map((background) => {
      const path = `${evidence.scenario}/charts/${chart.name}.${background}${suffix}.svg`;
      return [path, renderChart(option, words.charts[chart.name], background)] as const;
    });
  });
  return new Map(files);
}

function pictures(charts: ReportFiles, { words }: ReportContext): string {
  const light = [...charts.keys()].filter((path) => path.includes('.light'));
  return light
    .map((path) => {
      const dark = path.replace('.light', '.dark');
      const name = CHARTS.map((chart) => chart.name).find((each) => path.includes(`/${each}.`)) ?? 'claims';
      return picture({ light: path, dark }, words.charts[name]);
    })
    .join('\n\n');
}
