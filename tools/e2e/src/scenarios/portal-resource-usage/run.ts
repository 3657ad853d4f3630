import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { runPortals } from '../../steps/portals.js';
import { words } from './words.js';

const LARGEST_GAP = 3;

export const portalResourceUsage = defineScenario({
  name: 'portal-resource-usage',
  words,
  defaults: { ...DEFAULTS, deployments: 21, policy: 'resource_usage', roundTriggers: 'interval' },
  short: { deployments: 9, intervalMs: 400 },
  run: (run) => runPortals(run, LARGEST_GAP),
});
