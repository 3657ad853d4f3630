import type { EChartsOption, LineSeriesOption } from 'echarts';

import type { ReportContext } from '../sections/ReportContext.js';

/** As a share of the highest value. */
const ROOM_BELOW_ZERO = 0.06;

/** One chart of a report. */
export interface Chart {
  readonly name: 'distribution' | 'cpu' | 'memory' | 'claims';
  /** The option without colours; `undefined` when there is nothing to show. */
  readonly option: (context: ReportContext) => EChartsOption | undefined;
}

/** What was done to the cluster, so that a reader sees what the lines answer. */
const INTERVENTIONS = ['signal', 'network_cut', 'network_restored', 'host_restarted', 'database_restarted'];
/** Seconds that are shown before anything happens. */
const LEAD = 1;

/** The time axis that all charts of a run share: it begins shortly before anything is to be seen. */
export function timeAxis({ evidence, words }: ReportContext): NonNullable<EChartsOption['xAxis']> {
  return {
    type: 'value',
    name: words.charts.seconds,
    nameLocation: 'middle',
    nameGap: 28,
    min: Math.max(0, Math.floor(firstMs(evidence) / 1_000) - LEAD),
    // A line at zero lies above it.
    axisLine: { onZero: false },
    max: Math.ceil(evidence.durationMs / 1_000),
  };
}

function firstMs({ addressEvents, usage, durationMs }: ReportContext['evidence']): number {
  return Math.min(durationMs, ...[...addressEvents, ...usage].map(({ atMs }) => atMs));
}

/** Begins below zero, so that a line at zero does not lie on the other axis. */
export function valueAxis(name: string): NonNullable<EChartsOption['yAxis']> {
  return {
    type: 'value',
    name,
    nameLocation: 'end',
    minInterval: 1,
    min: ({ max }) => -max * ROOM_BELOW_ZERO,
    axisLabel: { showMinLabel: false },
  };
}

/** A line at every moment at which the scenario did something to the cluster, for the first series of a chart. */
export function interventions({ evidence, text }: ReportContext): NonNullable<LineSeriesOption['markLine']> {
  const moments = evidence.facts.filter(({ id }) => INTERVENTIONS.includes(id));
  return {
    symbol: 'none',
    lineStyle: { type: 'dotted', width: 1.5 },
    label: { show: true, position: 'insideEndTop', rotate: 0, distance: [4, 2], formatter: ({ name }) => name },
    data: moments.map(({ atMs, id, fields }) => ({ xAxis: atMs / 1_000, name: shortName(id, fields, text) })),
  };
}

function shortName(id: string, fields: Readonly<Record<string, unknown>>, { facts }: ReportContext['text']): string {
  return id === 'signal' ? `${String(fields['signal'])} ${String(fields['nodeUnit'])}` : (facts[id]?.(fields) ?? id);
}

/** A line whose value holds until the next; dashes let one be seen that lies below another. */
export function steps(name: string, index: number): LineSeriesOption {
  const lineStyle = { type: index % 2 === 0 ? ('solid' as const) : ('dashed' as const), width: 2 };
  return { type: 'line', name, step: 'end', symbol: 'none', lineStyle };
}
