import { allRunning } from '@node-unit/local-cluster';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { noteOverlap, untilItHasStoppedWhatItLost } from '../../steps/overlap.js';
import { noteTakeOver } from '../../steps/takeOver.js';
import { words } from './words.js';

const HUNG = 'node-unit-2';

export const hungNode = defineScenario({
  name: 'hung-node',
  words,
  defaults: DEFAULTS,
  run: async (run) => {
    const { deployments } = run.settings;
    await run.join(run.names);
    await run.insert(deployments);
    run.distribution('initial', await run.untilAllRun(deployments));
    const hungAtMs = run.recorder.now();
    run.signal(HUNG, 'SIGSTOP');
    const healed = await noteTakeOver(run, HUNG);
    const takenOver = Object.values(run.counts(healed)).reduce((a, b) => a + b, 0);
    // Who hangs keeps nobody from claiming either.
    await run.insert(1);
    await run.untilAllRun(deployments + 1);
    run.signal(HUNG, 'SIGCONT');
    const stillRunning = await untilItHasStoppedWhatItLost(run, HUNG);
    noteOverlap(run, HUNG, hungAtMs);
    const end = await run.until('all run', allRunning);
    return {
      others_took_over: check(deployments, takenOver),
      stopped_what_was_lost: check(0, stillRunning),
      ...run.end(end, (counts) => counts.length === run.settings.nodes - 1, { nodeUnits: run.settings.nodes - 1 }),
    };
  },
});
