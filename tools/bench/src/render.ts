import type { Distribution, Figure, FurtherFigure } from './Figure.js';
import type { Machine } from './machine.js';

export function renderMachine({ cpu, cores, memoryGb, system, node, loadBefore }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node.js ${node}; load before: ${loadBefore}`;
}

/** A figure for a terminal: what was measured, then the baseline. */
export function renderFigure({
  what,
  measured,
  baseline,
  ratio,
  ratioOf = 'cpu',
  goalMs,
  further = [],
}: Figure): string {
  const goal = goalMs === undefined ? '' : `; goal: p99 at most ${goalMs} ms, ${verdict(measured, goalMs, ratioOf)}`;
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

/** The CPU time of one process says nothing where others take part. */
function verdict({ p99, cpuP99 }: Distribution, goalMs: number, ratioOf: Figure['ratioOf']): string {
  if (p99 <= goalMs) return 'reached';
  return ratioOf === 'cpu' && cpuP99 <= goalMs ? 'reached by CPU time only: others used the machine' : 'not reached';
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
