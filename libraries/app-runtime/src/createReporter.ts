import { styleText } from 'node:util';

/**
 * Tells a person, or a program, what a tool does.
 *
 * @public
 */
export interface Reporter {
  /** One thing that has happened, with what a program would want to know of it. */
  step(event: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
  /** How it ended. */
  failure(reason: string): void;
}

/**
 * A reporter on standard output. Every line begins with the seconds since the start.
 *
 * @param json - whether each line is a JSON object (`seconds`, `event`, `text`, fields)
 * @param startedMs - the start, as `performance.now()` tells it
 *
 * @public
 */
export function createReporter(json: boolean, startedMs: number): Reporter {
  const seconds = (): number => (performance.now() - startedMs) / 1_000;
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  if (json) {
    const object = (fields: object): void =>
      write(JSON.stringify({ seconds: Number(seconds().toFixed(3)), ...fields }));
    return {
      step: (event, text, fields = {}) => object({ event, text, ...fields }),
      failure: (reason) => object({ event: 'failed', text: reason }),
    };
  }
  const stamp = (): string => styleText('dim', `${seconds().toFixed(2).padStart(7)} s `);
  return {
    step: (_event, text) => write(`${stamp()} ${text}`),
    failure: (reason) => process.stderr.write(`${stamp()} ${styleText('red', 'failed')}: ${reason}\n`),
  };
}
