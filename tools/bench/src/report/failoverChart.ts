import { type Background, renderChart } from '@node-unit/e2e-report';

import type { Figure } from '../Figure.js';
import { type Language, words } from './words.js';

/** Which share of the failures was over after how long, by kind of failure; undefined if no figure has its samples. */
export function failoverChart(
  figures: readonly Figure[],
  language: Language,
  background: Background,
): string | undefined {
  const { title, ms, share } = words[language].chart;
  const series = figures.flatMap(({ what, samplesMs }) => {
    const sorted = [...(samplesMs ?? [])].sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const points = sorted.map((sampleMs, at) => [Math.round(sampleMs), ((at + 1) / sorted.length) * 100]);
    // In the legend, what tells the kinds apart: the name of the signal, or the words in brackets.
    const name = /[(（]([^)）]+)[)）]/.exec(what[language])?.[1] ?? what[language];
    return [{ type: 'line' as const, name, step: 'end' as const, symbol: 'none', data: [[0, 0], ...points] }];
  });
  if (series.length === 0) return undefined;
  const xAxis = { type: 'log' as const, name: ms, nameLocation: 'middle' as const, nameGap: 28, min: 50 };
  const yAxis = { type: 'value' as const, name: share, max: 100 };
  return renderChart({ xAxis, yAxis, series }, title, background);
}
