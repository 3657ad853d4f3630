import { fileURLToPath } from 'node:url';

import { differences, readEvidence, scenariosIn } from '@node-unit/e2e-report';
import { describe, expect, it } from 'vitest';

import { DEFAULTS, reportOf, scenarios, textOf } from '../index.js';

const REPORTS = fileURLToPath(new URL('../../../../reports', import.meta.url));

describe('the committed reports', () => {
  it('are there for every scenario', () => {
    expect(scenariosIn(REPORTS)).toEqual(scenarios.map(({ name }) => name).sort());
  });

  it.each(scenarios)('of $name is what its evidence says, in which everything has words and passed', (scenario) => {
    const evidence = readEvidence(REPORTS, scenario.name);
    expect(differences(REPORTS, reportOf(evidence, 'zh'))).toEqual([]);
    expect(evidence.assertions.filter(({ passed }) => !passed)).toEqual([]);
    for (const language of ['zh', 'en'] as const) {
      const { assertions, facts } = textOf(scenario, evidence.settings, language);
      for (const { id } of evidence.assertions) expect(Object.keys(assertions)).toContain(id);
      for (const { id } of evidence.facts) expect(Object.keys(facts)).toContain(id);
    }
  });
});

describe(textOf.name, () => {
  it.each(scenarios)('speaks of as many node-units as there are: $name', (scenario) => {
    const { goal, command } = textOf(scenario, { ...scenario.defaults, nodes: 7 }, 'en');
    expect(goal).not.toMatch(/two node-units/i);
    expect(command).toBe(`npm run e2e -- ${scenario.name} --nodes 7`);
  });

  it('has the same facts in every language', () => {
    for (const scenario of scenarios) {
      const [zh, en] = (['zh', 'en'] as const).map((language) => textOf(scenario, DEFAULTS, language).facts);
      expect(Object.keys(en ?? {}).sort()).toEqual(Object.keys(zh ?? {}).sort());
    }
  });
});
