import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { runPortals } from '../../steps/portals.js';
import { words } from './words.js';

const LARGEST_GAP = 1;

export const portal = defineScenario({
  name: 'portal',
  words,
  defaults: { ...DEFAULTS, deployments: 5, roundTriggers: 'interval' },
  short: { intervalMs: 400 },
  run: (run) => runPortals(run, LARGEST_GAP),
});
