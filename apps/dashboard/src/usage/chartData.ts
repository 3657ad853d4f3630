import type { UsageSample } from './UsageHistory.js';

/** A line of a chart. */
export interface Line {
  readonly name: string;
  readonly samples: readonly UsageSample[];
}

/** Columns as uPlot takes them: seconds, then the values of each line; `null` where it has none. */
export type ChartData = [times: number[], ...values: (number | null)[][]];

/**
 * Puts lines that were measured at different times on one axis: a value holds until the next one of its line. Pure.
 */
export function chartData(lines: readonly Line[], value: (sample: UsageSample) => number): ChartData {
  const times = [...new Set(lines.flatMap(({ samples }) => samples.map(({ timeMs }) => timeMs)))].sort((a, b) => a - b);
  return [times.map((timeMs) => timeMs / 1_000), ...lines.map(({ samples }) => along(times, samples, value))];
}

function along(
  times: readonly number[],
  samples: readonly UsageSample[],
  value: (sample: UsageSample) => number,
): (number | null)[] {
  let next = 0;
  let held: number | null = null;
  return times.map((timeMs) => {
    for (let sample = samples[next]; sample && sample.timeMs <= timeMs; sample = samples[next]) {
      held = value(sample);
      next += 1;
    }
    return held;
  });
}
