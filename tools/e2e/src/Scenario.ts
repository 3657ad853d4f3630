import type { Check, Checks } from './Check.js';
import type { ScenarioRun } from './ScenarioRun.js';
import type { Settings } from './Settings.js';
import type { CommonId } from './words/commonWords.js';
import type { ScenarioWords } from './words/ScenarioWords.js';

/** One story that a cluster lives through. */
export interface Scenario {
  readonly name: string;
  readonly words: ScenarioWords<string>;
  readonly defaults: Settings;
  /** What replaces the defaults in the short form, which the tests run. */
  readonly short?: Partial<Settings>;
  /** Why this machine cannot run it; `undefined` if it can. */
  readonly unavailable?: () => string | undefined;
  /** Drives the cluster and gives what it has found; throws when the cluster does not come to what was waited for. */
  run(run: ScenarioRun): Promise<Checks>;
}

/** Makes an assertion without words an error of the types. */
type Worded<Found, Own extends string> = Found & Readonly<Record<Exclude<keyof Found, Own | CommonId>, never>>;

/**
 * A scenario whose run finds exactly the assertions that it has words for: one without words, or words that nothing
 * finds, does not compile.
 */
export function defineScenario<Own extends string, Found extends Readonly<Record<Own, Check>>>(
  scenario: Omit<Scenario, 'run' | 'words'> & {
    readonly words: ScenarioWords<Own>;
    run(run: ScenarioRun): Promise<Worded<Found, Own>>;
  },
): Scenario {
  return scenario;
}
