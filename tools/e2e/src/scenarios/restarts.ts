import type { ClusterPicture } from '@node-unit/local-cluster';

import { pidsOf } from '../pidsOf.js';
import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import type { ScenarioRun } from '../ScenarioRun.js';

const AWAY_MS = [200, 5_000, 12_000];
/** By then a missing node-unit counts as lost again, so that nothing having moved says something. */
const HOST_SETTLED_MS = 11_000;

export const hostRestart: Scenario = {
  name: 'host-restart',
  defaults: DEFAULTS,
  run: async (run) => {
    const before = await begin(run);
    for (const awayMs of AWAY_MS) {
      await run.cluster.local.restartHost(awayMs);
      run.fact('host_restarted', { awayMs });
      run.fact('host_settled', { uptimeMs: await untilHostIsUpFor(run, HOST_SETTLED_MS) });
      await run.until('all are online', ({ nodeUnits }) => nodeUnits.length === run.settings.nodes);
    }
    await finish(run, before);
  },
};

export const databaseRestart: Scenario = {
  name: 'database-restart',
  defaults: DEFAULTS,
  run: async (run) => {
    const before = await begin(run);
    await run.cluster.local.restartDatabase();
    run.fact('database_restarted');
    await finish(run, before);
  },
};

interface Before {
  readonly picture: ClusterPicture;
  readonly changes: number;
}

async function begin(run: ScenarioRun): Promise<Before> {
  await run.join(run.names);
  await run.insert(run.settings.deployments);
  const picture = await run.untilAllRun(run.settings.deployments);
  run.distribution('initial', picture);
  return { picture, changes: (await run.cluster.history()).length };
}

/** One more deployment shows that the cluster goes on; what was there before is compared with what is there then. */
async function finish(run: ScenarioRun, { picture, changes }: Before): Promise<void> {
  const moved = (await run.cluster.history()).length - changes;
  const { deployments } = run.settings;
  const [id = ''] = await run.insert(1);
  const end = await run.untilAllRun(deployments + 1);
  const pids = pidsOf(end);
  const restarted = Object.entries(pidsOf(picture)).filter(([key, pid]) => pids[key] !== pid);
  run.recorder.check('nothing_moved', 0, moved);
  run.recorder.check('no_process_restarted', [], restarted);
  const isRunning = [...end.processes.values()].some(({ deploymentId }) => deploymentId === id);
  run.recorder.check('goes_on', true, isRunning);
  run.checkEnd(end, (counts) => (counts[0] ?? 0) - (counts.at(-1) ?? 0) <= 1, { largestGap: 1 });
}

/** The host does not announce its age, so it is asked. */
async function untilHostIsUpFor(run: ScenarioRun, wantedMs: number): Promise<number> {
  const url = new URL('/healthz', run.cluster.local.hostUrl.replace('ws', 'http'));
  for (;;) {
    const { uptime_ms } = (await (await fetch(url)).json()) as { readonly uptime_ms: number };
    if (uptime_ms >= wantedMs) return uptime_ms;
    await new Promise((resolve) => setTimeout(resolve, wantedMs - uptime_ms));
  }
}
