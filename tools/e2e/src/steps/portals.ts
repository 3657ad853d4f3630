import { type ClusterPicture, wantedDeployments } from '@node-unit/local-cluster';

import type { ScenarioRun } from '../ScenarioRun.js';
import { preparePortals } from './portalWorkload.js';

/** Two or more node-units claim real portals; `gap` is how far the counts may be apart. */
export async function runPortals(run: ScenarioRun, gap: number) {
  const { deployments } = run.settings;
  const workload = await preparePortals(run);
  // Measured once per round, as the documents have it.
  await run.join(run.names, { NODE_UNIT_RESOURCE_INTERVAL_MS: String(run.settings.intervalMs) });
  await run.insert(deployments, workload.spec);
  run.distribution('initial', await run.until('the rows are there', (each) => wantedDeployments(each).length > 0));
  const half = Math.floor(deployments / 2);
  run.distribution('intermediate', await run.until('half is claimed', (each) => assigned(each) >= half));
  await run.untilAllRun(deployments);
  const connected = await workload.untilConnected(deployments);
  const end = await run.untilAllRun(deployments);
  const isNear = (counts: readonly number[]): boolean =>
    counts.length === run.settings.nodes && (counts[0] ?? 0) - (counts.at(-1) ?? 0) <= gap;
  return { ...connected, ...run.end(end, isNear, { sum: deployments, largestGap: gap }) };
}

function assigned(picture: ClusterPicture): number {
  return wantedDeployments(picture).filter(({ address }) => address !== '').length;
}
