import { seconds, table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** What the run did, and what it waited for and saw. */
export function timelineSection({ evidence, words, text }: ReportContext): string {
  const rows = evidence.facts.map(({ atMs, id, fields }) => [
    seconds(atMs),
    text.facts[id]?.(fields) ?? `${id} ${JSON.stringify(fields)}`,
  ]);
  return table([`${words.columns.time} (s)`, words.columns.event], rows);
}
