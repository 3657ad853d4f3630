import type { SimulatedWorkload, SimulationOptions } from '@node-unit/simulation';

import type { Imagined } from './imagine.js';
import type { WaitingRow } from './imaginedRows.js';

/** After the last that may be claimed; longer than patience lasts on any cluster that places something at all. */
const LEAST_MS = 60_000;
/** More than a claim takes. */
const MS_FOR_EACH = 100;

/** What is simulated to answer a question. Measurements are exact. Pure. */
export function simulationOfImagined(imagined: Imagined, env: SimulationOptions['env'] = {}): SimulationOptions {
  const { after, waiting } = imagined;
  const left = new Set(after.map(({ address }) => address));
  const held = imagined.held.filter(({ address }) => left.has(address));
  const lastMs = waiting.reduce((most, { freeMs }) => Math.max(most, freeMs), 0);
  return {
    nodes: after,
    held,
    workloads: [
      ...workloads(waiting, imagined),
      ...held.map(({ packageName }) => ({ packageName, count: 0, rows: [], ...imagined.usageOf(packageName) })),
    ],
    seed: 1,
    noise: 0,
    env,
    timing: { limitMs: lastMs + LEAST_MS + waiting.length * MS_FOR_EACH },
  };
}

/** What is of one package and is free at the same moment. */
function workloads(waiting: readonly WaitingRow[], { usageOf }: Imagined): readonly SimulatedWorkload[] {
  const groups = new Map<string, WaitingRow[]>();
  for (const each of waiting) {
    const key = `${each.freeMs} ${each.row.packageName}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].flatMap((group) => {
    const rows = group.map(({ row }) => row);
    const [first] = group;
    if (!first) return [];
    const { packageName } = first.row;
    return [{ packageName, count: rows.length, rows, insertedMs: first.freeMs, ...usageOf(packageName) }];
  });
}
