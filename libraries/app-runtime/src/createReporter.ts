import { styleText } from 'node:util';

/**
 * Reports the progress of a tool to a user or to another program.
 *
 * @public
 */
export interface Reporter {
  /** Reports one event, with fields for programs. */
  step(event: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Reports the failure of the tool. */
  failure(reason: string): void;
}

/**
 * A reporter on standard output. Every line begins with the number of seconds since the start.
 *
 * @param json - whether each line is a JSON object (`seconds`, `event`, `text`, fields)
 * @param startedMs - the start time, as returned by `performance.now()`
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
