import type uPlot from 'uplot';

const COLOURS = ['#2f6fde', '#d9822b', '#2a9d6f', '#b5479b', '#7a6ff0', '#c23b3b', '#1f9bb5', '#8a7a1f'];

/** How a chart looks, in the colours of the page. */
export function chartOptions(
  names: readonly string[],
  style: CSSStyleDeclaration,
): Omit<uPlot.Options, 'width' | 'height'> {
  const axis: uPlot.Axis = {
    stroke: style.color,
    grid: { stroke: style.borderColor, width: 1 },
    ticks: { stroke: style.borderColor, width: 1 },
    font: `11px ${style.fontFamily}`,
  };
  return {
    legend: { live: false },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, space: 80, values: (_chart, seconds) => seconds.map(timeOfDay) },
      { ...axis, size: 52 },
    ],
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.1)] } },
    series: [
      {},
      ...names.map((label, index) => ({
        label,
        width: 1.5,
        stroke: COLOURS[index % COLOURS.length] ?? 'currentColor',
      })),
    ],
  };
}

function timeOfDay(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleTimeString(document.documentElement.lang, { hourCycle: 'h23' });
}
