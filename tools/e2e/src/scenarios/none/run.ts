import { SAMPLE_DEPLOYMENT } from '@node-unit/local-cluster';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { words } from './words.js';

const IDLE = 'node-unit-idle';

export const none = defineScenario({
  name: 'none',
  words,
  defaults: DEFAULTS,
  run: async (run) => {
    const { deployments, nodes } = run.settings;
    await run.join([IDLE], { NODE_UNIT_CLAIM_POLICY: 'none' });
    await run.join(run.names);
    await run.insert(deployments);
    run.distribution('initial', await run.untilAllRun(deployments));
    const [row] = await run.sql(
      "insert into deployment(package_name, package_version, command, args, address)\nvalues ($1, $2, '', '[]', $3) returning id",
      [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion, run.cluster.local.addressOf(IDLE)],
    );
    run.fact('assigned_by_hand', { nodeUnit: IDLE });
    const id = String(row?.['id']);
    const end = await run.untilAllRun(deployments + 1);
    return {
      idle_runs_what_it_is_given: check(IDLE, end.processes.get(`${IDLE} ${id}`)?.nodeUnit),
      idle_claimed_nothing: check(0, run.cluster.logged(IDLE, 'DeploymentClaimed').length),
      idle_released_nothing: check(0, run.cluster.logged(IDLE, 'DeploymentRelease').length),
      ...run.end(end, (counts) => counts.length === nodes + 1, { nodeUnits: nodes + 1 }),
    };
  },
});
