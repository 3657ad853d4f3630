import type { Figure } from './Figure.js';
import { describeMachine } from './machine.js';
import type { BenchOptions } from './readOptions.js';
import { renderFigure, renderMachine } from './render.js';

/** Measures subject after subject, and prints each figure when it is known. */
export async function runBench({ subjects, json }: BenchOptions, print: (text: string) => void): Promise<void> {
  const machine = describeMachine();
  if (!json) print(renderMachine(machine));
  const figures: Figure[] = [];
  for (const subject of subjects) {
    for await (const figure of subject.measure()) {
      figures.push(figure);
      if (!json) print(`\n${subject.name}: ${renderFigure(figure)}`);
    }
  }
  if (json) print(JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures }, undefined, 2));
}
