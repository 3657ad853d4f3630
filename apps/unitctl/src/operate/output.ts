import { type Command, Option } from 'commander';

/** How results are printed. */
export type OutputFormat = 'json' | 'yaml' | 'wide';

export interface OutputOptions {
  readonly output?: OutputFormat;
}

/** Adds `-o`. */
export function withOutput(command: Command): Command {
  return command.addOption(
    new Option('-o, --output <format>', 'print more columns, or everything for programs').choices([
      'wide',
      'json',
      'yaml',
    ]),
  );
}

/** Prints a value for programs, or what `render` makes of it for people. */
export async function print(value: unknown, { output }: OutputOptions, render: () => string): Promise<void> {
  process.stdout.write(`${await textOf(value, output, render)}\n`);
}

export async function textOf(value: unknown, output: OutputFormat | undefined, render: () => string): Promise<string> {
  if (output === 'json') return JSON.stringify(value, undefined, 2);
  if (output !== 'yaml') return render();
  const { default: yaml } = await import('yaml');
  return yaml.stringify(value).trimEnd();
}

export function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** For what is no result, such as progress and warnings. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
