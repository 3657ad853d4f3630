// The metrics of all programs, as the programs declare them.
import { commonMetrics } from '@node-unit/app-runtime';

const programs = {
  host: (await import('../../../apps/host/lib/metrics/metrics.js')).hostMetrics,
  'postgres-storage': (await import('../../../apps/postgres-storage/lib/metrics/metrics.js')).storageMetrics,
  'node-unit': (await import('../../../apps/node-unit/lib/metrics/metrics.js')).nodeUnitMetrics,
};

/** One row for every metric and meaning: `{ name, programs, kind, unit, labels, help, buckets }`, sorted by name. */
export const declaredMetrics = Object.entries(programs)
  .flatMap(([program, own]) =>
    Object.entries({ ...commonMetrics, ...own }).map(([name, { labels = [], ...rest }]) => ({
      name,
      program,
      labels: [...labels],
      ...rest,
    })),
  )
  .reduce((rows, { program, ...metric }) => {
    const same = rows.find(({ name, help }) => name === metric.name && help === metric.help);
    if (same) same.programs.push(program);
    else rows.push({ ...metric, programs: [program] });
    return rows;
  }, [])
  .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));

/** The table of all metrics for common/docs/metrics.md. */
export function metricTable() {
  const rows = declaredMetrics.map(
    ({ name, kind, unit, programs: from, labels, help }) =>
      `| \`${name}\` | ${kind} | ${unit === 'none' ? '–' : unit} | ${from.join(', ')} | ${labels.map((label) => `\`${label}\``).join(', ') || '–'} | ${help} |`,
  );
  return [
    '| metric | kind | unit | program | labels | meaning |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
