import { allRunning, distribution } from '@node-unit/local-cluster';

import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';

const LEAVING = 'node-unit-2';

export const gracefulStop: Scenario = {
  name: 'graceful-stop',
  defaults: DEFAULTS,
  run: async (run) => {
    const { deployments, nodes } = run.settings;
    const { local } = run.cluster;
    await run.join(run.names);
    await run.insert(deployments);
    const before = await run.untilAllRun(deployments);
    run.distribution('initial', before);
    const held = distribution(before).get(local.addressOf(LEAVING)) ?? 0;
    const program = local.nodeUnits.get(LEAVING);
    run.signal(LEAVING, 'SIGTERM');
    const exit = await program?.exited;
    run.fact('exited', { nodeUnit: LEAVING, exitCode: exit?.exitCode });
    run.recorder.check('exit_code', 0, exit?.exitCode);
    run.recorder.check('no_orphans', 0, await run.untilNoProcessOf(LEAVING));
    const end = await run.until('the others run all', allRunning);
    run.fact('all_running', { count: deployments });
    run.recorder.check('handed_back', held, run.cluster.logged(LEAVING, 'DeploymentHandedBack').length);
    const releases = run.names.flatMap((name) => run.cluster.logged(name, 'DeploymentRelease'));
    run.recorder.check('no_release_needed', 0, releases.length);
    run.checkEnd(end, (counts) => counts.length === nodes - 1, { nodeUnits: nodes - 1 });
  },
};
