import { code, table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** Every conclusion is an assertion that could have failed. */
export function conclusionsSection({ evidence, words, text }: ReportContext): string {
  const { assertion, expected, seen, passed } = words.columns;
  const rows = evidence.assertions.map((each) => [
    text.assertions[each.id] ?? each.id,
    code(each.expected),
    code(each.seen),
    each.passed ? words.yes : `**${words.no}**`,
  ]);
  return table([assertion, expected, seen, passed], rows);
}
