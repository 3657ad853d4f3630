import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  differences,
  readEvidence,
  renderReport,
  reportPath,
  roundsOf,
  scenariosIn,
  wordsOf,
  writeReport,
} from '../index.js';

const STORED = fileURLToPath(new URL('../../testdata', import.meta.url));
const REPORTS = fileURLToPath(new URL('../../../../reports', import.meta.url));
const evidence = readEvidence(STORED, 'failover');
const markdown = (language: 'zh' | 'en'): string =>
  renderReport(evidence, wordsOf[language]).get(reportPath('failover', language)) ?? '';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-unit-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe(renderReport.name, () => {
  it.each(['zh', 'en'] as const)('has every section in %s, in order', (language) => {
    const { headings } = wordsOf[language];
    const found = [...markdown(language).matchAll(/^## \d+\. (.*)$/gm)].map((match) => match[1]);
    expect(found).toEqual(Object.values(headings));
  });

  it('shows every claiming round with the usage of every node-unit', () => {
    const rounds = roundsOf(evidence);
    const rows = markdown('zh').match(/^\| \d+ \| .*(认领成功|被抢先).*$/gm) ?? [];
    expect(rounds.length).toBeGreaterThanOrEqual(evidence.deployments.length);
    expect(rows).toHaveLength(rounds.length);
    expect(rows[0]).toMatch(/node-unit-\d .*% \/ .* MB \| .*% \/ .* MB/);
  });

  it('says what was expected and seen of every assertion, in words', () => {
    for (const { id } of evidence.assertions) {
      expect(wordsOf.zh.assertions[id]).toBeDefined();
      expect(markdown('zh')).toContain(wordsOf.zh.assertions[id]);
      expect(markdown('en')).toContain(wordsOf.en.assertions[id]);
    }
  });

  it('says so when an assertion failed or a run broke off', () => {
    const [first, ...others] = evidence.assertions;
    if (!first) throw new Error('the stored evidence has assertions');
    const failed = { ...evidence, failure: 'too late', assertions: [{ ...first, passed: false }, ...others] };
    const text = renderReport(failed, wordsOf.en).get(reportPath('failover', 'en'));
    expect(text).toContain(`${others.length} of ${others.length + 1} assertions passed`);
    expect(text).toContain('did not come to its end: too late');
    expect(text).toContain('**no**');
  });

  it('says why a scenario was not run, and claims nothing else', () => {
    const notRun = { ...evidence, records: [], addressEvents: [], usage: [], notRun: 'network namespaces need root' };
    const files = renderReport(notRun, wordsOf.zh);
    expect([...files.keys()]).toEqual([reportPath('failover', 'zh')]);
    const text = files.get(reportPath('failover', 'zh')) ?? '';
    expect(text).toContain('本机未运行：network namespaces need root');
    expect(text).not.toContain('结论');
  });

  it('gives the same files for the same evidence, whatever was drawn before', () => {
    const first = renderReport(evidence, wordsOf.zh);
    renderReport({ ...evidence, scenario: 'portal' }, wordsOf.en);
    expect(renderReport(evidence, wordsOf.zh)).toEqual(first);
    expect([...first.keys()].filter((path) => path.endsWith('.svg')).length).toBeGreaterThanOrEqual(6);
  });

  it('has words for the same things in every language', () => {
    for (const part of ['scenarios', 'assertions', 'facts', 'reasons', 'distributions'] as const) {
      expect(Object.keys(wordsOf.en[part]).sort()).toEqual(Object.keys(wordsOf.zh[part]).sort());
    }
  });
});

describe(differences.name, () => {
  it('finds one digit that was changed in a report', () => {
    const files = renderReport(evidence, wordsOf.zh);
    writeReport(folder, files);
    expect(differences(folder, files)).toEqual([]);
    const file = join(folder, reportPath('failover', 'zh'));
    const text = readFileSync(file, 'utf8');
    const digit = text.search(/\d(?=\.\d\d \|)/);
    writeFileSync(file, `${text.slice(0, digit)}${(Number(text[digit]) + 1) % 10}${text.slice(digit + 1)}`);
    expect(differences(folder, files)).toHaveLength(1);
    rmSync(file);
    expect(differences(folder, files)).toEqual([`${reportPath('failover', 'zh')} is missing`]);
  });

  it('finds none between the committed reports and their evidence', () => {
    const scenarios = scenariosIn(REPORTS);
    expect(scenarios).toContain('portal-resource-usage');
    for (const scenario of scenarios) {
      const committed = readEvidence(REPORTS, scenario);
      expect(differences(REPORTS, renderReport(committed, wordsOf.zh))).toEqual([]);
      expect(committed.assertions.filter(({ passed }) => !passed)).toEqual([]);
      for (const { id } of committed.assertions) expect(Object.keys(wordsOf.zh.assertions)).toContain(id);
      for (const { id } of committed.facts) expect(Object.keys(wordsOf.zh.facts)).toContain(id);
    }
  });
});

describe(readEvidence.name, () => {
  it.each([
    ['another format', { format: 99 }],
    ['something that nobody knows', { guess: 1 }],
    ['a time that is none', { startedAt: 'yesterday' }],
  ])('refuses evidence with %s, and says where', (_case, change) => {
    cpSync(STORED, folder, { recursive: true });
    const file = join(folder, 'failover', 'evidence.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
    expect(() => readEvidence(folder, 'failover')).toThrow(/evidence\.json is no evidence: .*run the scenario again/);
  });
});
