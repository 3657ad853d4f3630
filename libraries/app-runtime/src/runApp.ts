import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import type { AppDefinition, AppVariables } from './AppDefinition.js';
import { AppError } from './AppError.js';
import { createLogger } from './createLogger.js';
import { describeEnvironment } from './describeEnvironment.js';
import type { EnvironmentConfig, EnvironmentVariable } from './Environment.js';
import { readEnvironment } from './readEnvironment.js';

const EXIT_UNEXPECTED = 1;
const EXIT_USAGE = 2;

/**
 * Runs a program as the main module of a process: `--help`, `--version`, the environment, signals, exit code.
 *
 * @remarks
 * SIGTERM and SIGINT abort the program's signal; a second one ends the process at once. Exit codes: 0 stopped in
 * order, 1 it went wrong, 2 it was started wrongly.
 *
 * @public
 */
export async function runApp<Variables extends AppVariables>(app: AppDefinition<Variables>): Promise<void> {
  const { version, description } = readPackage(app.entryUrl);
  new Command(app.name)
    .description(description)
    .version(version)
    .addHelpText('after', `\n${describeEnvironment(app.environment)}`)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
    .parse();
  try {
    const config = configure(app);
    const logger = createLogger(app.name, config.LOG_LEVEL);
    await app.main({ config, logger, version, signal: stopSignal() });
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${app.name}: ${lineOf(error)}\n`);
    process.exit(error instanceof AppError ? error.exitCode : EXIT_UNEXPECTED);
  }
}

function configure<Variables extends AppVariables>(app: AppDefinition<Variables>): EnvironmentConfig<Variables> {
  const result = readEnvironment(app.environment, process.env);
  if (result.kind === 'invalid') throw new AppError(EXIT_USAGE, `${result.faults.join('; ')} (see --help)`);
  const variables: Record<string, EnvironmentVariable> = app.environment.variables;
  for (const [name, variable] of Object.entries(variables)) {
    if (variable.secret) delete process.env[name];
  }
  return result.config;
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => (stop.signal.aborted ? process.exit(EXIT_UNEXPECTED) : stop.abort()));
  }
  return stop.signal;
}

function readPackage(entryUrl: string): { readonly version: string; readonly description: string } {
  return JSON.parse(readFileSync(new URL('../package.json', entryUrl), 'utf8')) as {
    version: string;
    description: string;
  };
}

/** An unexpected error is a fault of ours: its stack goes to whoever asked for it with LOG_LEVEL=DEBUG. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wantsStack = !(error instanceof AppError) && process.env['LOG_LEVEL']?.toLowerCase() === 'debug';
  return wantsStack ? (error.stack ?? error.message) : error.message;
}
