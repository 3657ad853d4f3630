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
  type ScenarioText,
  wordsOf,
  writeReport,
} from '../index.js';

const STORED = fileURLToPath(new URL('../../testdata', import.meta.url));
const stored = readEvidence(STORED, 'failover');
const evidence = {
  ...stored,
  statuses: stored.deployments.slice(0, 1).map(({ id: deploymentId, address }) => ({
    deploymentId,
    address,
    state: 'update_failed',
    restarts: 2,
    lastExit: 'exit code 1',
    reason: 'no such version',
    resolvedVersion: '1.0.0',
    claimEpoch: 1,
  })),
};
const TEXT: ScenarioText = {
  title: 'A title',
  goal: 'A goal.',
  command: 'npm run e2e -- failover',
  assertions: Object.fromEntries(evidence.assertions.map(({ id }) => [id, `the sentence of ${id}`])),
  facts: { signal: ({ signal }) => `${String(signal)} was sent` },
};
const markdown = (language: 'zh' | 'en'): string =>
  renderReport(evidence, wordsOf[language], TEXT).get(reportPath('failover', language)) ?? '';

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

  it('shows what the deployments do at the end, and why, unless the evidence is of an earlier version', () => {
    expect(markdown('zh')).toMatch(
      /\| D01 \| .* \| 更新失败（旧版本继续运行） \| 1\.0\.0 \| 1 \| 2 \| exit code 1 \| no such version \|/,
    );
    const earlier = renderReport(stored, wordsOf.zh, TEXT).get(reportPath('failover', 'zh'));
    expect(earlier).not.toContain(wordsOf.zh.headings.states);
  });

  it('shows every claiming round with the usage of every node-unit', () => {
    const rounds = roundsOf(evidence);
    const rows = markdown('zh').match(/^\| \d+ \| .*(认领成功|被抢先).*$/gm) ?? [];
    expect(rounds.length).toBeGreaterThanOrEqual(evidence.deployments.length);
    expect(rows).toHaveLength(rounds.length);
    expect(rows[0]).toMatch(/node-unit-\d .*% \/ .* MB \| .*% \/ .* MB/);
  });

  it('says what was expected and seen of every assertion, in words', () => {
    for (const { id } of evidence.assertions) expect(markdown('en')).toContain(`| the sentence of ${id} |`);
  });

  it('says so when an assertion failed or a run broke off', () => {
    const [first, ...others] = evidence.assertions;
    if (!first) throw new Error('the stored evidence has assertions');
    const failed = { ...evidence, failure: 'too late', assertions: [{ ...first, passed: false }, ...others] };
    const text = renderReport(failed, wordsOf.en, TEXT).get(reportPath('failover', 'en'));
    expect(text).toContain(`${others.length} of ${others.length + 1} assertions passed`);
    expect(text).toContain('did not come to its end: too late');
    expect(text).toContain('**no**');
  });

  it('says what was noted in words, and how to run it again', () => {
    expect(markdown('en')).toContain('SIGKILL was sent');
    expect(markdown('en')).toContain('\nnpm run e2e -- failover\n');
  });

  it('says why a scenario was not run, and claims nothing else', () => {
    const notRun = { ...evidence, records: [], addressEvents: [], usage: [], notRun: 'network namespaces need root' };
    const files = renderReport(notRun, wordsOf.zh, TEXT);
    expect([...files.keys()]).toEqual([reportPath('failover', 'zh')]);
    const text = files.get(reportPath('failover', 'zh')) ?? '';
    expect(text).toContain('本机未运行：network namespaces need root');
    expect(text).not.toContain('结论');
  });

  it('gives the same files for the same evidence, whatever was drawn before', () => {
    const first = renderReport(evidence, wordsOf.zh, TEXT);
    renderReport({ ...evidence, scenario: 'portal' }, wordsOf.en, TEXT);
    expect(renderReport(evidence, wordsOf.zh, TEXT)).toEqual(first);
    expect([...first.keys()].filter((path) => path.endsWith('.svg')).length).toBeGreaterThanOrEqual(6);
  });

  it('has words for the same things in every language', () => {
    for (const part of ['reasons', 'distributions'] as const) {
      expect(Object.keys(wordsOf.en[part]).sort()).toEqual(Object.keys(wordsOf.zh[part]).sort());
    }
  });
});

describe('a chart', () => {
  const chart = (name: string): string =>
    [...renderReport(evidence, wordsOf.en, TEXT)].find(([path]) => path.includes(`/${name}.light`))?.[1] ?? '';

  it.each(['distribution', 'claims', 'cpu', 'memory'])('of %s marks the kill', (name) => {
    expect(chart(name)).toContain('>SIGKILL node-unit-2</text>');
  });

  it('begins shortly before the first thing that is to be seen', () => {
    const later = {
      ...evidence,
      usage: [],
      facts: [],
      addressEvents: evidence.addressEvents.map((event) => ({ ...event, atMs: 8_500 })),
      durationMs: 12_000,
    };
    const svg =
      [...renderReport(later, wordsOf.en, TEXT)].find(([path]) => path.includes('/distribution.light'))?.[1] ?? '';
    const ticks = [...svg.matchAll(/>(\d+)<\/text>/g)].map((match) => Number(match[1]));
    expect(ticks.filter((tick) => tick >= 7 && tick <= 12)).toEqual(expect.arrayContaining([7, 8, 12]));
  });
});

describe(differences.name, () => {
  it('finds one digit that was changed in a report', () => {
    const files = renderReport(evidence, wordsOf.zh, TEXT);
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
