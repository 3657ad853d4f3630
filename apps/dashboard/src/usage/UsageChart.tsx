import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';

import { useWords } from '../words/language.js';
import { chartData, type Line } from './chartData.js';
import { chartOptions } from './chartOptions.js';
import type { UsageSample } from './UsageHistory.js';

interface Props {
  readonly title: string;
  /** What is shown of it, in a few words. */
  readonly note: string;
  readonly lines: readonly Line[];
  readonly value: (sample: UsageSample) => number;
}

/** A chart over time; its library is loaded when the first one is shown. */
export function UsageChart({ title, note, lines, value }: Props) {
  const { charts: words } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>();
  const names = lines.map(({ name }) => name).join('\n');
  const data = chartData(lines, value);
  const latest = useRef(data);
  latest.current = data;
  const isEmpty = data[0].length < 2;
  useEffect(() => {
    if (isEmpty || !box.current) return undefined;
    const shown = showChart(box.current, { title, names: names.split('\n'), data: () => latest.current }, chart);
    return () => shown.end();
  }, [names, isEmpty, title]);
  // After the effect above, which ends a chart of other lines.
  useEffect(() => chart.current?.setData(data));
  return (
    <figure class="chart">
      <figcaption>
        {title} <span class="why">{note}</span>
      </figcaption>
      {isEmpty ? <p class="empty">{words.none}</p> : <div ref={box} class="chart-box" />}
    </figure>
  );
}

interface Shown {
  readonly title: string;
  readonly names: readonly string[];
  readonly data: () => uPlot.AlignedData;
}

function showChart(box: HTMLElement, { names, data }: Shown, chart: { current: uPlot | undefined }): { end(): void } {
  let isEnded = false;
  const observer = new ResizeObserver(() => chart.current?.setSize(sizeOf(box)));
  void import('uplot').then(({ default: Plot }) => {
    if (isEnded) return;
    chart.current = new Plot({ ...chartOptions(names, getComputedStyle(box)), ...sizeOf(box) }, data(), box);
    observer.observe(box);
  });
  const end = (): void => {
    isEnded = true;
    observer.disconnect();
    chart.current?.destroy();
    chart.current = undefined;
  };
  return { end };
}

const HEIGHT = 140;

function sizeOf(box: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: box.clientWidth, height: HEIGHT };
}
