import { isatty } from 'node:tty';

/**
 * Makes readable text of a line of the log.
 *
 * @public
 */
export type LineFormat = (line: string) => string;

/** For a person at a terminal; undefined = nobody reads standard output there. What makes it is loaded only if needed. */
export async function lineFormat(): Promise<LineFormat | undefined> {
  if (!isatty(STDOUT)) return undefined;
  const { default: pretty } = await import('pino-pretty');
  return pretty.prettyFactory({ messageKey: 'event', ignore: 'name', colorize: true });
}

const STDOUT = 1;
