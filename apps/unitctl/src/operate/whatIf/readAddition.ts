import { amount, wholeNumber } from '@node-unit/app-runtime';
import { InvalidArgumentError } from 'commander';

import type { Addition } from './Question.js';

const EXPECTED = 'Expected a number of node-units, or a capacity in cores and MB such as cpu=4,memory=8192.';

/**
 * Parses one `--add`: a number of node-units, or the capacity of one; adds to those of the options before it.
 *
 * @throws InvalidArgumentError of commander, which prints it as one line
 */
export function readAddition(text: string, before: readonly Addition[]): readonly Addition[] {
  if (!text.includes('=')) return [...before, ...Array.from({ length: countOf(text) }, () => undefined)];
  const [, cpu, memory] = /^cpu=([\d.]+),memory=([\d.]+)$/.exec(text) ?? [];
  if (cpu === undefined || memory === undefined) throw new InvalidArgumentError(EXPECTED);
  const capacity = { cpuCores: amount(0.01, 4_096)(cpu), memoryTotalMb: amount(1, 1e8)(memory) };
  return [...before, capacity];
}

/** Parses `--deployments`: a number, which may have the sign `+`. */
export function readMore(text: string): number {
  return wholeNumber(1, 10_000)(text.replace(/^\+/, ''));
}

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(EXPECTED);
  return wholeNumber(1, 1_000)(text);
}
