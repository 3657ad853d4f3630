import { seconds, table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** How many deployments each node-unit held, at the moments that matter. */
export function distributionSection({ evidence, words, labels }: ReportContext): string {
  const { moment, time, unassigned, total } = words.columns;
  const rows = evidence.distributions.map(({ id, atMs, counts }) => {
    const held = labels.nodeUnits.map((name) => counts[name] ?? 0);
    const free = counts[''] ?? 0;
    const sum = held.reduce((left, right) => left + right, free);
    return [words.distributions[id] ?? id, seconds(atMs), ...held, free, sum];
  });
  return table([moment, `${time} (s)`, ...labels.nodeUnits, unassigned, total], rows);
}
