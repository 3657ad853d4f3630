import { setImmediate as turn } from 'node:timers/promises';

import type { Distribution } from './Figure.js';

/** What is repeated. */
export interface Repeated {
  /** At most: what takes long is repeated less often. */
  readonly repetitions: number;
  /** Not counted, so that code is compiled and caches are filled as in a program that has been running. */
  readonly warmUp: number;
  /** Prepares a repetition, gives what is measured of it. */
  readonly prepare: (repetition: number) => () => unknown;
}

/** One repetition. */
export interface Sample {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const LONGEST_MS = 20_000;
const FEWEST = 3;

/** Measures repetitions one by one; between two of them, the event loop turns. */
export async function measure({ repetitions, warmUp, prepare }: Repeated): Promise<Distribution> {
  const samples: Sample[] = [];
  const endsMs = performance.now() + LONGEST_MS;
  for (let repetition = 0; repetition < warmUp + repetitions; repetition += 1) {
    const sample = sampleOf(prepare(repetition));
    if (repetition >= warmUp) samples.push(sample);
    if (samples.length >= FEWEST && performance.now() > endsMs) break;
    await turn();
  }
  return distributionOf(samples);
}

function sampleOf(run: () => unknown): Sample {
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  run();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1_000 };
}

export function distributionOf(samples: readonly Sample[]): Distribution {
  const wall = ascending(samples.map(({ wallMs }) => wallMs));
  const cpu = ascending(samples.map(({ cpuMs }) => cpuMs));
  return {
    repetitions: samples.length,
    median: quantile(wall, 0.5),
    p99: quantile(wall, 0.99),
    quartiles: [quantile(wall, 0.25), quantile(wall, 0.75)],
    max: quantile(wall, 1),
    cpuMedian: quantile(cpu, 0.5),
    cpuP99: quantile(cpu, 0.99),
  };
}

/** Of wall times in ms, where several processes do the work. */
export function wallDistributionOf(samplesMs: readonly number[]): Distribution {
  return distributionOf(samplesMs.map((wallMs) => ({ wallMs, cpuMs: Number.NaN })));
}

/**
 * What all of something would take, by what none and a part of it took: for a baseline that would take too long as a whole.
 *
 * @param factor - All of it by the part that was measured.
 */
export function extrapolate(none: Distribution, part: Distribution, factor: number): Distribution {
  const whole = (fixed: number, measured: number): number => fixed + Math.max(0, measured - fixed) * factor;
  const wall = (measured: number): number => whole(none.median, measured);
  const cpu = (measured: number): number => whole(none.cpuMedian, measured);
  return {
    repetitions: part.repetitions,
    median: wall(part.median),
    p99: wall(part.p99),
    quartiles: [wall(part.quartiles[0]), wall(part.quartiles[1])],
    max: wall(part.max),
    cpuMedian: cpu(part.cpuMedian),
    cpuP99: cpu(part.cpuP99),
  };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

/** The smallest value that is not less than this part of all. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
