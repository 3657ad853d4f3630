import { fence, seconds } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** The statements that the run gave to the database. */
export function inputSection({ evidence }: ReportContext): string {
  const statements = evidence.input.map(({ atMs, sql, values }) => {
    const given =
      values.length === 0
        ? ''
        : `\n-- ${values.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`).join(', ')}`;
    return `-- +${seconds(atMs)} s\n${sql};${given}`;
  });
  return fence('sql', statements.join('\n\n'));
}
