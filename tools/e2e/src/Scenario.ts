import type { ScenarioRun } from './ScenarioRun.js';
import type { Settings } from './Settings.js';

/** One story that a cluster lives through. */
export interface Scenario {
  readonly name: string;
  readonly defaults: Settings;
  /** Why this machine cannot run it; `undefined` if it can. */
  readonly unavailable?: () => string | undefined;
  /** Drives the cluster and notes what it sees; throws when the cluster does not come to what was waited for. */
  run(run: ScenarioRun): Promise<void>;
}
