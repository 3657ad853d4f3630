import type { Distribution, Figure, FurtherFigure } from './Figure.js';
import type { Machine } from './machine.js';

export function renderMachine({ cpu, cores, memoryGb, system, node, loadBefore }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node.js ${node}; load before: ${loadBefore}`;
}

/** A figure for a terminal: what was measured, then the baseline. */
export function renderFigure(figure: Figure): string {
  const { what, measured, baseline, ratio, ratioOf = 'cpu', goalMs, further = [] } = figure;
  const goal = goalMs === undefined ? '' : `; goal: p99 at most ${goalMs} ms, ${VERDICTS[verdictOf(figure)]}`;
  return [
    what.en,
    `  measured  ${renderDistribution(measured)}`,
    `  baseline  ${renderDistribution(baseline)} (${baseline.what.en})`,
    `  ${short(ratio)} times as fast by ${ratioOf === 'cpu' ? 'CPU' : 'wall'} time${goal}`,
    ...further.map(renderFurther),
  ].join('\n');
}

function renderFurther({ what, value, unit, goal }: FurtherFigure): string {
  const verdict = goal === undefined ? '' : `; goal: at most ${goal}, ${value <= goal ? 'reached' : 'not reached'}`;
  return `  ${what.en}: ${short(value)} ${unit}${verdict}`;
}

/** Whether a goal was reached; by CPU time only if others used the machine. */
export type Verdict = 'reached' | 'reachedByCpu' | 'notReached';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  reached: 'reached',
  reachedByCpu: 'reached by CPU time only: others used the machine',
  notReached: 'not reached',
};

/** The CPU time of one process says nothing where others take part. Pure. */
export function verdictOf({ measured, goalMs = Infinity, ratioOf = 'cpu' }: Figure): Verdict {
  if (measured.p99 <= goalMs) return 'reached';
  return ratioOf === 'cpu' && measured.cpuP99 <= goalMs ? 'reachedByCpu' : 'notReached';
}

function renderDistribution(distribution: Distribution): string {
  const { repetitions, median, p99, quartiles, max, cpuMedian, cpuP99 } = distribution;
  const spread = `${short(quartiles[0])}–${short(quartiles[1])}`;
  const cpu = !Number.isFinite(cpuMedian) ? '' : `CPU ${short(cpuMedian)}, p99 ${short(cpuP99)}; `;
  return (
    `median ${short(median)} ms (quartiles ${spread}), p99 ${short(p99)}, max ${short(max)}; ` +
    `${cpu}${repetitions} repetitions`
  );
}

export function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
