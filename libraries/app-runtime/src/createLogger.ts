import { destination, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

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
 * A logger on standard output: one JSON object per line (`level`, `time`, `name`, `event`, fields), or readable text on
 * a terminal.
 *
 * @remarks
 * Writes are synchronous, so that the last record before a crash is not lost.
 *
 * @public
 */
export function createLogger(name: string, level = 'info'): Logger {
  const options = {
    level,
    base: { name },
    messageKey: 'event',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return process.stdout.isTTY
    ? pino(options, pretty({ sync: true, messageKey: 'event', ignore: 'name', colorize: true }))
    : pino(options, destination({ fd: 1, sync: true }));
}
