import { allRunning } from '@node-unit/local-cluster';

import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import { createNamespace, whyNoNamespaces } from './networkNamespace.js';
import { noteOverlap, untilItHasStoppedWhatItLost } from './overlap.js';
import { noteTakeOver } from './takeOver.js';

const CUT_OFF = 'node-unit-2';

export const partition: Scenario = {
  name: 'partition',
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
    run.recorder.check(
      'others_took_over',
      deployments,
      Object.values(run.counts(healed)).reduce((a, b) => a + b, 0),
    );
    namespace.restore();
    run.fact('network_restored', { nodeUnit: CUT_OFF });
    await untilItHasStoppedWhatItLost(run, CUT_OFF);
    noteOverlap(run, CUT_OFF, cutAtMs);
    const end = await run.until('all run', allRunning);
    run.checkEnd(end, (counts) => counts.length === nodes - 1, { nodeUnits: nodes - 1 });
  },
};
