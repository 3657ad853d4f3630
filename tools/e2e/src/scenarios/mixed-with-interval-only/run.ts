import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { noteTakeOver } from '../../steps/takeOver.js';
import { words } from './words.js';

const ON_EVENTS = 'node-unit-1';
const ON_INTERVAL = 'node-unit-interval-only';

export const mixedWithIntervalOnly = defineScenario({
  name: 'mixed-with-interval-only',
  words,
  defaults: { ...DEFAULTS, deployments: 7 },
  short: { intervalMs: 500 },
  run: async (run) => {
    const { deployments } = run.settings;
    await run.join([ON_EVENTS]);
    await run.join([ON_INTERVAL], { NODE_UNIT_ROUND_TRIGGERS: 'interval' });
    await run.insert(deployments);
    const spread = await run.untilAllRun(deployments);
    run.distribution('initial', spread);
    const counts = Object.values(run.counts(spread));
    const gap = Math.max(...counts) - Math.min(...counts);
    const claims = [ON_EVENTS, ON_INTERVAL].map((name) => run.cluster.logged(name, 'DeploymentClaimed').length);
    const bothClaimed = claims.every((count) => count > 0);
    run.signal(ON_EVENTS, 'SIGKILL');
    const healed = await noteTakeOver(run, ON_EVENTS);
    return {
      balanced: check({ atMost: 1 }, gap, counts.length === 2 && gap <= 1),
      both_claimed: check(true, bothClaimed),
      ...run.end(healed, (sorted) => sorted.length === 1 && sorted[0] === deployments, [deployments]),
    };
  },
});
