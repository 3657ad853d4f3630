import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import { noteTakeOver } from './takeOver.js';

const ON_EVENTS = 'node-unit-1';
const ON_INTERVAL = 'node-unit-interval-only';

export const mixedWithIntervalOnly: Scenario = {
  name: 'mixed-with-interval-only',
  defaults: { ...DEFAULTS, deployments: 7 },
  run: async (run) => {
    const { deployments } = run.settings;
    await run.join([ON_EVENTS]);
    await run.join([ON_INTERVAL], { NODE_UNIT_ROUND_TRIGGERS: 'interval' });
    await run.insert(deployments);
    const spread = await run.untilAllRun(deployments);
    run.distribution('initial', spread);
    const counts = Object.values(run.counts(spread));
    const gap = Math.max(...counts) - Math.min(...counts);
    run.recorder.check('balanced', { atMost: 1 }, gap, counts.length === 2 && gap <= 1);
    const claims = [ON_EVENTS, ON_INTERVAL].map((name) => run.cluster.logged(name, 'DeploymentClaimed').length);
    run.recorder.check(
      'both_claimed',
      true,
      claims.every((count) => count > 0),
    );
    run.signal(ON_EVENTS, 'SIGKILL');
    const healed = await noteTakeOver(run, ON_EVENTS);
    run.checkEnd(healed, (sorted) => sorted.length === 1 && sorted[0] === deployments, [deployments]);
  },
};
