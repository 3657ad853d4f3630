import type { Chart } from './Chart.js';
import { interventions, steps, timeAxis, valueAxis } from './Chart.js';

type Measure = 'cpu' | 'memory';

/** What each node-unit published of its use over time. */
export function usageChart(name: Measure): Chart {
  return {
    name,
    option: (context) => {
      const { evidence, words, labels } = context;
      if (evidence.usage.length === 0) return undefined;
      const series = labels.nodeUnits.map((nodeUnit, index) => ({
        ...steps(nodeUnit, index),
        ...(index === 0 && { markLine: interventions(context) }),
        data: evidence.usage
          .filter((sample) => sample.nodeUnit === nodeUnit)
          .map((sample) => [sample.atMs / 1_000, name === 'cpu' ? sample.cpuPercent : sample.memoryMb]),
      }));
      const unit = name === 'cpu' ? words.charts.percent : words.charts.megabytes;
      return { xAxis: timeAxis(context), yAxis: valueAxis(unit), series };
    },
  };
}
