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

/** The options of the command line that make these settings out of the defaults. */
export function settingsAsOptions(settings: Settings, defaults: Settings): readonly string[] {
  const names = Object.keys(settings) as (keyof Settings)[];
  return names
    .filter((name) => settings[name] !== defaults[name])
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${settings[name]}`);
}
