import { type ClusterPicture, wantedDeployments } from '@node-unit/local-cluster';

import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import type { ScenarioRun } from '../ScenarioRun.js';
import { preparePortals } from './portalWorkload.js';

/** How far the counts of two node-units may be apart. */
const LEAST_DEPLOYMENTS_GAP = 1;
const RESOURCE_USAGE_GAP = 3;

export const portal: Scenario = {
  name: 'portal',
  defaults: { ...DEFAULTS, deployments: 5, roundTriggers: 'interval' },
  run: (run) => runPortals(run, LEAST_DEPLOYMENTS_GAP),
};

export const portalResourceUsage: Scenario = {
  name: 'portal-resource-usage',
  defaults: { ...DEFAULTS, deployments: 21, policy: 'resource_usage', roundTriggers: 'interval' },
  run: (run) => runPortals(run, RESOURCE_USAGE_GAP),
};

async function runPortals(run: ScenarioRun, gap: number): Promise<void> {
  const { deployments } = run.settings;
  const workload = await preparePortals(run);
  // Measured once per round, as the documents have it.
  await run.join(run.names, { NODE_UNIT_RESOURCE_INTERVAL_MS: String(run.settings.intervalMs) });
  await run.insert(deployments, workload.spec);
  run.distribution('initial', await run.until('the rows are there', (each) => wantedDeployments(each).length > 0));
  const half = Math.floor(deployments / 2);
  run.distribution('intermediate', await run.until('half is claimed', (each) => assigned(each) >= half));
  await run.untilAllRun(deployments);
  await workload.checkConnected(deployments);
  const end = await run.untilAllRun(deployments);
  const isNear = (counts: readonly number[]): boolean =>
    counts.length === run.settings.nodes && (counts[0] ?? 0) - (counts.at(-1) ?? 0) <= gap;
  run.checkEnd(end, isNear, { sum: deployments, largestGap: gap });
}

function assigned(picture: ClusterPicture): number {
  return wantedDeployments(picture).filter(({ address }) => address !== '').length;
}
