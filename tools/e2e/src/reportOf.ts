import {
  type Evidence,
  type Language,
  renderReport,
  type ReportFiles,
  type ScenarioText,
  wordsOf,
} from '@node-unit/e2e-report';

import type { Scenario } from './Scenario.js';
import { scenarios } from './scenarios/index.js';
import { type Settings, settingsAsOptions } from './Settings.js';
import { commonWords } from './words/commonWords.js';

/** @throws Error if there is no such scenario */
export function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario) return scenario;
  throw new Error(`there is no scenario "${name}"; there are ${scenarios.map((each) => each.name).join(', ')}`);
}

/** What there is to say of a scenario that was run with these settings. */
export function textOf({ name, words, defaults }: Scenario, settings: Settings, language: Language): ScenarioText {
  const own = words[language];
  const common = commonWords[language];
  return {
    title: own.title(settings),
    goal: own.goal(settings),
    command: ['npm run e2e --', name, ...settingsAsOptions(settings, defaults)].join(' '),
    assertions: { ...common.assertions, ...own.assertions },
    facts: { ...common.facts, ...own.facts },
  };
}

/** The report of a run. */
export function reportOf(evidence: Evidence, language: Language): ReportFiles {
  const text = textOf(scenarioNamed(evidence.scenario), evidence.settings, language);
  return renderReport(evidence, wordsOf[language], text);
}
