import { exitAfterParsing } from '@node-unit/app-runtime';
import { Argument, Command } from 'commander';

import type { Subject } from './Subject.js';

/** The parsed command line. */
export interface BenchOptions {
  readonly subjects: readonly Subject[];
  readonly json: boolean;
  /** Whether the evidence and the reports in the repository are replaced by what is measured. */
  readonly save: boolean;
}

/** Parses the command line. Prints the help or an error and exits with 0 or 2 if there is nothing to measure. */
export function readOptions(argv: readonly string[], all: readonly Subject[]): BenchOptions {
  const names = all.map(({ name }) => name);
  const descriptions = all.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`);
  const command = new Command('npm run bench --')
    .description('Measures what things cost on this machine, each beside its baseline in the same run.')
    .addArgument(new Argument('[subjects...]', 'what is measured; all if none is named').choices(names))
    .option('--save', 'keep the evidence in reports/bench, and render the reports from it', false)
    .option('--json', 'print one JSON object with all figures instead of text', false)
    .addHelpText('after', `\nSubjects:\n${descriptions.join('\n')}`)
    .exitOverride(exitAfterParsing);
  const { json, save } = command.parse([...argv]).opts<{ json: boolean; save: boolean }>();
  const [named = []] = command.processedArgs as [(readonly string[])?];
  const isWanted = ({ name }: Subject): boolean => named.length === 0 || named.includes(name);
  return { json, save, subjects: all.filter(isWanted) };
}
