import { allRunning, distribution } from '@node-unit/local-cluster';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { words } from './words.js';

const LEAVING = 'node-unit-2';

export const gracefulStop = defineScenario({
  name: 'graceful-stop',
  words,
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
    const orphans = await run.untilNoProcessOf(LEAVING);
    const end = await run.until('the others run all', allRunning);
    run.fact('all_running', { count: deployments });
    const releases = run.names.flatMap((name) => run.cluster.logged(name, 'DeploymentRelease'));
    return {
      exit_code: check(0, exit?.exitCode),
      no_orphans: check(0, orphans),
      handed_back: check(held, run.cluster.logged(LEAVING, 'DeploymentHandedBack').length),
      no_release_needed: check(0, releases.length),
      ...run.end(end, (counts) => counts.length === nodes - 1, { nodeUnits: nodes - 1 }),
    };
  },
});
