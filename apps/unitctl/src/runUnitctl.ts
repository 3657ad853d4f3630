import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';

import { createProgram } from './program.js';

/** Runs one verb and ends the process with its exit code. */
export async function runUnitctl(words: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on('error', () => process.exit(EXIT.ok));
  const program = createProgram();
  try {
    await program.parseAsync(helpAsOption(words.length === 0 ? ['--help'] : words), { from: 'user' });
  } catch (error) {
    process.stderr.write(`unitctl: ${lineOf(error)}\n`);
    process.exitCode = error instanceof AppError ? error.exitCode : EXIT.failed;
  }
  // Not before everything is written; but nobody waits for what is still open, such as a connection that closes slowly.
  process.stdout.write('', () => process.exit());
}

/** `help <verb>` is `<verb> --help`, because the options of a verb are known only when it is loaded. */
function helpAsOption(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  return first === 'help' ? [...rest, '--help'] : words;
}

/** A stack trace helps only whoever looks for a fault in this program. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wantsStack = process.env['LOG_LEVEL']?.toLowerCase() === 'debug';
  return wantsStack ? (error.stack ?? error.message) : error.message;
}
