import { join } from 'node:path';

import { createMetrics } from '@node-unit/app-runtime';

import { REPOSITORY, type Selected } from '../index.js';

interface Declared {
  readonly name: string;
  readonly programs: readonly string[];
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly unit: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** What the programs declare. */
export const { declaredMetrics } = (await import(
  join(REPOSITORY, 'tools/repo-checks/scripts/declaredMetrics.mjs')
)) as { readonly declaredMetrics: readonly Declared[] };

/** What every target has. */
export const TARGET_LABELS = ['job', 'instance', 'program', 'node_unit_name', 'node_unit_address'];

/** The labels of every series that exists, by name. */
export const seriesLabels: ReadonlyMap<string, readonly string[]> = new Map([
  ['up', []],
  ...(await processSeries()),
  ...declaredMetrics.flatMap(({ name, kind, labels }): [string, readonly string[]][] =>
    kind === 'histogram'
      ? [
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ]
      : [[name, labels]],
  ),
]);

/** Those of every program that uses prom-client, as it exports them. */
async function processSeries(): Promise<readonly [string, readonly string[]][]> {
  const { body } = await (await createMetrics({}, { program: 'p', version: 'v' })).scrape();
  return [...body.matchAll(/^# TYPE ((?:process|nodejs)_\S+) (?:gauge|counter)$/gm)].map(([, name = '']) => [name, []]);
}

/** Why a selected series does not exist as it is named. */
export function seriesFaults({ name, labels }: Selected): readonly string[] {
  const known = seriesLabels.get(name);
  if (known === undefined) return [`there is no series ${name}`];
  return labels
    .filter((label) => ![...known, ...TARGET_LABELS].includes(label))
    .map((label) => `${name} has no label ${label}`);
}
