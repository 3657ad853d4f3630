import type { Evidence } from '@node-unit/e2e-report';

import type { ScenarioRun } from './ScenarioRun.js';

/** What can be varied from the command line. */
export type Settings = Evidence['settings'];

/** One story that a cluster lives through. */
export interface Scenario {
  readonly name: string;
  readonly defaults: Settings;
  /** Why this machine cannot run it; `undefined` if it can. */
  readonly unavailable?: () => string | undefined;
  /** Drives the cluster and notes what it sees; throws when the cluster does not come to what was waited for. */
  run(run: ScenarioRun): Promise<void>;
}

/** Two node-units under the defaults of the product. */
export const DEFAULTS: Settings = {
  nodes: 2,
  deployments: 6,
  policy: 'least_deployments',
  intervalMs: 5_000,
  roundTriggers: 'events',
};
