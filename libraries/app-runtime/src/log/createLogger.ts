import { pino, stdTimeFunctions } from 'pino';

import type { LineFormat } from './lineFormat.js';
import { LogSink } from './LogSink.js';
import { openLogOutput } from './openLogOutput.js';

/**
 * Writes one structured record: `logger.info({ deployment_id }, 'DeploymentClaimed')`.
 *
 * @public
 */
export interface Logger {
  debug<Fields extends object>(fields: LogFields<Fields>, event: string): void;
  info<Fields extends object>(fields: LogFields<Fields>, event: string): void;
  warn<Fields extends object>(fields: LogFields<Fields>, event: string): void;
  error<Fields extends object>(fields: LogFields<Fields>, event: string): void;
}

/**
 * The fields of a record. Their names are snake_case: a name with a capital letter does not compile.
 *
 * @public
 */
export type LogFields<Fields> = Fields & {
  readonly [Name in keyof Fields]: string extends Name
    ? unknown
    : Name extends Lowercase<Name & string>
      ? unknown
      : never;
};

/**
 * A logger that can be waited for at the end of a program.
 *
 * @public
 */
export interface ProgramLogger extends Logger {
  /** Resolves when what was logged is written, or after one second. */
  flush(): Promise<void>;
}

const FLUSH_TIMEOUT_MS = 1_000;

/**
 * A logger on standard output: one JSON object per line (`level`, `time`, `name`, `event`, fields), or readable text.
 *
 * @param format - How a line is shown to a person; undefined = as JSON.
 *
 * @remarks
 * A log that cannot be written never ends, blocks or slows the program: lines are dropped, and `LogLinesDropped` says how
 * many when there is room again.
 *
 * @public
 */
export function createLogger(name: string, level = 'info', format?: LineFormat): ProgramLogger {
  const options = {
    level,
    base: { name },
    messageKey: 'event',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = new LogSink(openLogOutput(STDOUT), (lines) => logger.warn({ lines }, 'LogLinesDropped'));
  const write = (line: string): void => sink.write(format === undefined ? line : format(line));
  const logger: Logger = pino(options, { write });
  return Object.assign(logger, { flush: () => sink.flush(FLUSH_TIMEOUT_MS) });
}

const STDOUT = 1;
