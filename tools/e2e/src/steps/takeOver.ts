import { allAssigned, allRunning, type ClusterPicture, distribution } from '@node-unit/local-cluster';

import type { ScenarioRun } from '../ScenarioRun.js';

/** Notes, step by step, how the others take over from a node-unit that was lost a moment ago. */
export async function noteTakeOver(run: ScenarioRun, lost: string): Promise<ClusterPicture> {
  const startedMs = run.recorder.now();
  const address = run.cluster.local.addressOf(lost);
  const afterMs = (): number => run.recorder.now() - startedMs;
  const isGone = ({ nodeUnits }: ClusterPicture): boolean => nodeUnits.every((each) => each.address !== address);
  const holdsNothing = (picture: ClusterPicture): boolean => isGone(picture) && !distribution(picture).has(address);

  await run.until(`${lost} is gone`, isGone);
  run.fact('lost', { nodeUnit: lost, afterMs: afterMs() });
  const released = await run.until('what it held is released', holdsNothing);
  run.fact('released', { nodeUnit: lost, afterMs: afterMs() });
  run.distribution('intermediate', released);
  await run.until('all is claimed', (picture) => holdsNothing(picture) && allAssigned(picture));
  run.fact('claimed', { afterMs: afterMs() });
  const healed = await run.until('all runs again', (picture) => holdsNothing(picture) && allRunning(picture));
  run.fact('healed', { afterMs: afterMs() });
  return healed;
}
