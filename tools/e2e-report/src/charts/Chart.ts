import type { EChartsOption, LineSeriesOption } from 'echarts';

import type { ReportContext } from '../sections/ReportContext.js';

/** One chart of a report. */
export interface Chart {
  readonly name: 'distribution' | 'cpu' | 'memory' | 'claims';
  /** The option without colours; `undefined` when there is nothing to show. */
  readonly option: (context: ReportContext) => EChartsOption | undefined;
}

/** The time axis that all charts of a run share. */
export function timeAxis({ evidence, words }: ReportContext): NonNullable<EChartsOption['xAxis']> {
  return {
    type: 'value',
    name: words.charts.seconds,
    nameLocation: 'middle',
    nameGap: 28,
    min: 0,
    max: Math.ceil(evidence.durationMs / 1_000),
  };
}

export function valueAxis(name: string): NonNullable<EChartsOption['yAxis']> {
  return { type: 'value', name, nameLocation: 'end', minInterval: 1 };
}

/** A line whose value holds until the next; dashes let one be seen that lies below another. */
export function steps(name: string, index: number): LineSeriesOption {
  const lineStyle = { type: index % 2 === 0 ? ('solid' as const) : ('dashed' as const), width: 2 };
  return { type: 'line', name, step: 'end', symbol: 'none', lineStyle };
}
