import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { begin, finish } from '../../steps/restarts.js';
import { words } from './words.js';

export const databaseRestart = defineScenario({
  name: 'database-restart',
  words,
  defaults: DEFAULTS,
  run: async (run) => {
    const before = await begin(run);
    await run.cluster.local.restartDatabase();
    run.fact('database_restarted');
    return finish(run, before);
  },
});
