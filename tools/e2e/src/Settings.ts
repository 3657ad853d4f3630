import type { Evidence } from '@node-unit/e2e-report';

/** What can be varied from the command line. */
export type Settings = Evidence['settings'];

/** Two node-units under the defaults of the product. */
export const DEFAULTS: Settings = {
  nodes: 2,
  deployments: 6,
  policy: 'least_deployments',
  intervalMs: 5_000,
  roundTriggers: 'events',
};
