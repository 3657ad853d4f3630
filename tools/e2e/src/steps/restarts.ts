import type { ClusterPicture } from '@node-unit/local-cluster';

import { pidsOf } from '../pidsOf.js';
import { check } from '../Check.js';
import type { ScenarioRun } from '../ScenarioRun.js';

/** What there was before the restart. */
export interface Before {
  readonly picture: ClusterPicture;
  readonly changes: number;
}

/** Brings the cluster to where everything runs. */
export async function begin(run: ScenarioRun): Promise<Before> {
  await run.join(run.names);
  await run.insert(run.settings.deployments);
  const picture = await run.untilAllRun(run.settings.deployments);
  run.distribution('initial', picture);
  return { picture, changes: (await run.cluster.history()).length };
}

/** One more deployment shows that the cluster goes on; what was there before is compared with what is there then. */
export async function finish(run: ScenarioRun, { picture, changes }: Before) {
  const moved = (await run.cluster.history()).length - changes;
  const { deployments } = run.settings;
  const [id = ''] = await run.insert(1);
  const end = await run.untilAllRun(deployments + 1);
  const pids = pidsOf(end);
  const restarted = Object.entries(pidsOf(picture)).filter(([key, pid]) => pids[key] !== pid);
  const isRunning = [...end.processes.values()].some(({ deploymentId }) => deploymentId === id);
  return {
    nothing_moved: check(0, moved),
    no_process_restarted: check([], restarted),
    goes_on: check(true, isRunning),
    ...run.end(end, (counts) => (counts[0] ?? 0) - (counts.at(-1) ?? 0) <= 1, { largestGap: 1 }),
  };
}
