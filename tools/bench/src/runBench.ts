import type { Figure } from './Figure.js';
import { describeMachine } from './machine.js';
import type { BenchOptions } from './readOptions.js';
import { renderFigure, renderMachine } from './render.js';
import type { Evidence } from './report/Evidence.js';

/** What can be given to a run. */
export interface RunOptions {
  /** Takes what was measured of a subject. */
  readonly keep?: (evidence: Evidence) => void;
  readonly signal?: AbortSignal;
}

/**
 * Measures subject after subject, and prints each figure when it is known.
 *
 * @throws the reason of the signal when it is aborted
 */
export async function runBench(
  { subjects, json }: Pick<BenchOptions, 'subjects' | 'json'>,
  print: (text: string) => void,
  { keep = () => undefined, signal = new AbortController().signal }: RunOptions = {},
): Promise<void> {
  const machine = describeMachine();
  const tell = json ? () => undefined : print;
  tell(renderMachine(machine));
  const all: Figure[] = [];
  for (const subject of subjects) {
    const figures: Figure[] = [];
    for await (const figure of subject.measure(signal)) {
      signal.throwIfAborted();
      figures.push(figure);
      tell(`\n${subject.name}: ${renderFigure(figure)}`);
    }
    keep({ subject: subject.name, measuredAt: new Date().toISOString(), machine: describeMachine(), figures });
    all.push(...figures);
  }
  if (json) print(JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures: all }, undefined, 2));
}
