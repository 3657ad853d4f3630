import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import type { AppDefinition, AppVariables } from './AppDefinition.js';
import { AppError } from './AppError.js';
import { collectWhenQuiet } from './collectWhenQuiet.js';
import { createLogger, type ProgramLogger } from './log/createLogger.js';
import { describeEnvironment } from './describeEnvironment.js';
import type { EnvironmentConfig, EnvironmentVariable } from './Environment.js';
import { EXIT, exitAfterParsing } from './exitCodes.js';
import { abortOn } from './interruptible.js';
import { lineFormat } from './log/lineFormat.js';
import { LogSink } from './log/LogSink.js';
import { openLogOutput } from './log/openLogOutput.js';
import { readEnvironment } from './readEnvironment.js';

/**
 * Runs a program as the main module of a process: `--help`, `--version`, environment, signals, exit code.
 *
 * @remarks
 * SIGTERM and SIGINT abort the program's signal; a second one exits immediately. Exit codes: 0 = stopped in order, 1 =
 * failure, 2 = wrong usage or configuration.
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
    .exitOverride(exitAfterParsing)
    .parse();
  let logger: ProgramLogger | undefined;
  try {
    const config = configure(app);
    logger = createLogger(app.name, config.LOG_LEVEL, await lineFormat());
    collectWhenQuiet();
    await app.main({ config, logger, version, signal: abortOn(['SIGTERM', 'SIGINT'], EXIT.failed) });
    await logger.flush();
    process.exit(EXIT.ok);
  } catch (error) {
    await logger?.flush();
    await complain(`${app.name}: ${lineOf(error)}\n`);
    process.exit(error instanceof AppError ? error.exitCode : EXIT.failed);
  }
}

/** To whom reads it; somebody who does not read holds nothing up. */
async function complain(line: string): Promise<void> {
  const sink = new LogSink(openLogOutput(2), () => undefined);
  sink.write(line);
  await sink.flush(1_000);
}

function configure<Variables extends AppVariables>(app: AppDefinition<Variables>): EnvironmentConfig<Variables> {
  const result = readEnvironment(app.environment, process.env);
  if (result.kind === 'invalid') throw new AppError(EXIT.usage, `${result.faults.join('; ')} (see --help)`);
  const variables: Record<string, EnvironmentVariable> = app.environment.variables;
  for (const [name, variable] of Object.entries(variables)) {
    if (variable.secret) delete process.env[name];
  }
  return result.config;
}

function readPackage(entryUrl: string): { readonly version: string; readonly description: string } {
  return JSON.parse(readFileSync(new URL('../package.json', entryUrl), 'utf8')) as {
    version: string;
    description: string;
  };
}

/** An unexpected error is a bug: its stack trace is printed with LOG_LEVEL=DEBUG. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wantsStack = !(error instanceof AppError) && process.env['LOG_LEVEL']?.toLowerCase() === 'debug';
  return wantsStack ? (error.stack ?? error.message) : error.message;
}
