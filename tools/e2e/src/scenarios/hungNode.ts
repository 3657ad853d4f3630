import { allRunning } from '@node-unit/local-cluster';

import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import { noteOverlap, untilItHasStoppedWhatItLost } from './overlap.js';
import { noteTakeOver } from './takeOver.js';

const HUNG = 'node-unit-2';

export const hungNode: Scenario = {
  name: 'hung-node',
  defaults: DEFAULTS,
  run: async (run) => {
    const { deployments } = run.settings;
    await run.join(run.names);
    await run.insert(deployments);
    run.distribution('initial', await run.untilAllRun(deployments));
    const hungAtMs = run.recorder.now();
    run.signal(HUNG, 'SIGSTOP');
    const healed = await noteTakeOver(run, HUNG);
    run.recorder.check(
      'others_took_over',
      deployments,
      Object.values(run.counts(healed)).reduce((a, b) => a + b, 0),
    );
    run.signal(HUNG, 'SIGCONT');
    await untilItHasStoppedWhatItLost(run, HUNG);
    noteOverlap(run, HUNG, hungAtMs);
    const end = await run.until('all run', allRunning);
    run.checkEnd(end, (counts) => counts.length === run.settings.nodes - 1, { nodeUnits: run.settings.nodes - 1 });
  },
};
