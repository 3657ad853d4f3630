import type { Figure } from './Figure.js';
import { describeMachine } from './machine.js';
import type { BenchOptions } from './readOptions.js';
import { renderFigure, renderMachine } from './render.js';
import type { Evidence } from './report/Evidence.js';

/**
 * Measures subject after subject, and prints each figure when it is known.
 *
 * @param keep - Takes what was measured of a subject.
 */
export async function runBench(
  { subjects, json }: Pick<BenchOptions, 'subjects' | 'json'>,
  print: (text: string) => void,
  keep: (evidence: Evidence) => void = () => undefined,
): Promise<void> {
  const machine = describeMachine();
  if (!json) print(renderMachine(machine));
  const all: Figure[] = [];
  for (const subject of subjects) {
    const figures: Figure[] = [];
    for await (const figure of subject.measure()) {
      figures.push(figure);
      if (!json) print(`\n${subject.name}: ${renderFigure(figure)}`);
    }
    keep({ subject: subject.name, measuredAt: new Date().toISOString(), machine: describeMachine(), figures });
    all.push(...figures);
  }
  if (json) print(JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures: all }, undefined, 2));
}
