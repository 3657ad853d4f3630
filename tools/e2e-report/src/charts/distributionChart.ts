import type { Chart } from './Chart.js';
import { interventions, steps, timeAxis, valueAxis } from './Chart.js';

/** Deployments that each node-unit held over time, from the changes of address that the database recorded. */
export const distributionChart: Chart = {
  name: 'distribution',
  option: (context) => {
    const { evidence, words, labels } = context;
    if (evidence.addressEvents.length === 0) return undefined;
    const counts = new Map(labels.nodeUnits.map((name) => [name, 0]));
    const lines = new Map(labels.nodeUnits.map((name) => [name, [[0, 0]]]));
    const move = (name: string, atMs: number, step: number): void => {
      counts.set(name, (counts.get(name) ?? 0) + step);
      lines.get(name)?.push([atMs / 1_000, counts.get(name) ?? 0]);
    };
    for (const { atMs, previousAddress, address } of evidence.addressEvents) {
      if (previousAddress !== '') move(labels.nodeUnit(previousAddress), atMs, -1);
      if (address !== '') move(labels.nodeUnit(address), atMs, 1);
    }
    for (const [name, line] of lines) line.push([evidence.durationMs / 1_000, counts.get(name) ?? 0]);
    return {
      xAxis: timeAxis(context),
      yAxis: valueAxis(words.charts.deployments),
      series: [...lines].map(([name, data], index) => ({
        ...steps(name, index),
        data,
        ...(index === 0 && { markLine: interventions(context) }),
      })),
    };
  },
};
