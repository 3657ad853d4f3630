import { allRunning } from '@node-unit/local-cluster';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { createNamespace, whyNoNamespaces } from '@node-unit/local-cluster';
import { noteOverlap, untilItHasStoppedWhatItLost } from '../../steps/overlap.js';
import { noteTakeOver } from '../../steps/takeOver.js';
import { words } from './words.js';

const CUT_OFF = 'node-unit-2';

export const partition = defineScenario({
  name: 'partition',
  words,
  defaults: DEFAULTS,
  unavailable: whyNoNamespaces,
  run: async (run) => {
    const { deployments, nodes } = run.settings;
    const namespace = createNamespace();
    run.atEnd.push(() => Promise.resolve(namespace.remove()));
    const port = new URL(run.cluster.local.hostUrl).port;
    const hostUrl = `ws://${namespace.hostAddress}:${port}`;
    await run.join(run.names.filter((name) => name !== CUT_OFF));
    await run.join([CUT_OFF], { HOST_URL: hostUrl }, namespace.launcher);
    await run.insert(deployments);
    run.distribution('initial', await run.untilAllRun(deployments));
    const cutAtMs = run.recorder.now();
    run.harmed.add(CUT_OFF);
    namespace.cut();
    run.fact('network_cut', { nodeUnit: CUT_OFF });
    const healed = await noteTakeOver(run, CUT_OFF);
    const takenOver = Object.values(run.counts(healed)).reduce((a, b) => a + b, 0);
    namespace.restore();
    run.fact('network_restored', { nodeUnit: CUT_OFF });
    const stillRunning = await untilItHasStoppedWhatItLost(run, CUT_OFF);
    noteOverlap(run, CUT_OFF, cutAtMs);
    const end = await run.until('all run', allRunning);
    return {
      others_took_over: check(deployments, takenOver),
      stopped_what_was_lost: check(0, stillRunning),
      ...run.end(end, (counts) => counts.length === nodes - 1, { nodeUnits: nodes - 1 }),
    };
  },
});
