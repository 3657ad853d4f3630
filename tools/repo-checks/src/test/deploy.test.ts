import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

import { readPromql, REPOSITORY, typeFaults } from '../index.js';
import { seriesFaults, seriesLabels, TARGET_LABELS } from './declared.js';

const DEPLOY = join(REPOSITORY, 'common', 'deploy');
const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');

/** Why an expression would find nothing; `$…` are the variables of Grafana. */
function expressionFaults(expression: string): readonly string[] {
  const { faults, selected, grouping } = readPromql(expression.replaceAll('$__rate_interval', '5m'));
  const known = selected.flatMap(({ name }) => [...(seriesLabels.get(name) ?? []), ...TARGET_LABELS]);
  return [
    ...faults,
    ...(selected.length === 0 ? ['selects nothing'] : []),
    ...selected.flatMap(seriesFaults),
    ...grouping.filter((label) => !known.includes(label)).map((label) => `no series has the label ${label}`),
  ];
}

/** The labels that a text inserts and that what an expression gives does not have. */
function textFaults(text: string, inserted: RegExp, expression: string): readonly string[] {
  const { selected, grouping } = readPromql(expression.replaceAll('$__rate_interval', '5m'));
  const all = selected.flatMap(({ name }) => [...(seriesLabels.get(name) ?? []), ...TARGET_LABELS]);
  const left = grouping.length > 0 ? grouping : all;
  return [...text.matchAll(inserted)].map(([, label = '']) => label).filter((label) => !left.includes(label));
}

describe(readPromql, () => {
  it('finds what is named, and what is no PromQL', () => {
    const { faults, selected, grouping } = readPromql('sum by (a) (rate(x_total{b="c", d=~"e"}[5m])) / on (f) y > 0');
    expect(faults).toEqual([]);
    expect(selected).toEqual([
      { name: 'x_total', labels: ['b', 'd'] },
      { name: 'y', labels: [] },
    ]);
    expect(grouping).toEqual(['a', 'f']);
    expect(readPromql('sum by (').faults).not.toEqual([]);
  });

  it.each([
    ['node_unit_no_such_thing > 0', 'there is no series node_unit_no_such_thing'],
    ['up{color="red"}', 'up has no label color'],
    ['sum by (color) (up)', 'no series has the label color'],
    ['node_unit_round_duration_seconds', 'there is no series node_unit_round_duration_seconds'],
  ])('and the checks below would complain about %s', (expression, fault) => {
    expect(expressionFaults(expression)).toEqual([fault]);
  });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

describe('the alert rules', () => {
  const { groups } = parse(read('prometheus/alerts.yaml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s names what exists', (_name, rule) => {
    expect(expressionFaults(rule.expr)).toEqual([]);
    expect(['page', 'warning', 'info']).toContain(rule.labels['severity']);
    expect(rule.annotations['summary']).toMatch(/./);
    for (const text of Object.values(rule.annotations)) {
      expect(textFaults(text, /\$labels\.(\w+)/g, rule.expr)).toEqual([]);
    }
  });

  it('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the configuration of Prometheus', () => {
  it('asks the host, and keeps the labels that the series have', () => {
    const { rule_files, scrape_configs } = parse(read('prometheus/prometheus.yaml')) as Record<string, unknown>;
    expect(rule_files).toEqual(['alerts.yaml']);
    expect(scrape_configs).toMatchObject([
      {
        job_name: 'node-unit',
        honor_labels: true,
        http_sd_configs: [{ url: expect.stringMatching(/\/metrics\/targets$/) as string }],
      },
    ]);
  });
});

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

describe('the board', () => {
  const board = JSON.parse(read('grafana/node-unit.json')) as {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly definition?: string }[] };
    readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  };
  const targets = board.panels.flatMap(({ title, targets: each = [] }) => each.map((target) => ({ ...target, title })));

  it.each(targets.map((target) => [`${target.title}: ${target.expr}`, target] as const))('%s', (_name, target) => {
    expect(expressionFaults(target.expr)).toEqual([]);
    expect(textFaults(target.legendFormat, /\{\{(\w+)\}\}/g, target.expr)).toEqual([]);
  });

  it('has variables and annotations of series that exist', () => {
    expect(board.annotations.list.flatMap(({ expr }) => expressionFaults(expr))).toEqual([]);
    const queries = board.templating.list.flatMap(({ definition }) => (definition === undefined ? [] : [definition]));
    expect(queries).not.toEqual([]);
    for (const query of queries) {
      const [, name = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
      expect(seriesFaults({ name, labels: [label] })).toEqual([]);
    }
  });

  it('has the series that boards of others show', () => {
    const shown = targets.flatMap(({ expr }) => readPromql(expr).selected.map(({ name }) => name));
    for (const name of ['cpu_seconds_total', 'cpu_usage_ratio', 'memory_rss_bytes']) {
      expect(shown).toContain(`node_unit_deployment_${name}`);
    }
  });

  it('has panels that lie beside each other', () => {
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(board.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

describe('the manifests for Kubernetes', { timeout: 180_000 }, () => {
  const TYPES: Readonly<Record<string, string>> = { v1: 'core/v1', 'apps/v1': 'apps/v1' };
  const manifests = parseAllDocuments(read('kubernetes/daemonset.yaml')).map(
    (document) => document.toJS() as { readonly apiVersion: string; readonly kind: string },
  );
  const typed = (value: (typeof manifests)[number]) => ({
    value,
    type: value.kind,
    from: `kubernetes-types/${TYPES[value.apiVersion] ?? 'none'}`,
  });

  it('satisfy the types of Kubernetes', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'Service',
      'Deployment',
      'Deployment',
      'DaemonSet',
    ]);
    expect(typeFaults(manifests.map(typed))).toEqual([]);
  });

  it('would be refused with a misspelt field or a wrong type', () => {
    const [, service] = manifests;
    const wrong = { ...service, apiVersion: 'v1', kind: 'Service', spec: { selectr: {} } };
    const worse = { ...service, apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 'host' }] } };
    expect(typeFaults([typed(wrong)]).join()).toContain('selectr');
    expect(typeFaults([typed(worse)]).join()).toContain("'string' is not assignable to type 'number'");
  });
});

describe('secrets-from-files.sh', () => {
  const SCRIPT = join(DEPLOY, 'docker', 'secrets-from-files.sh');

  function run(env: Readonly<Record<string, string>>) {
    const PATH = process.env['PATH'] ?? '';
    return spawnSync('sh', [SCRIPT, 'env'], { env: { PATH, ...env }, encoding: 'utf8' });
  }

  it('gives a program the secrets of its files, whatever they contain', () => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'uri'), 'postgres://u:$(id)`id`"\'\\ %&@h/db\n');
    const { status, stdout } = run({
      POSTGRES_URI_FILE: join(folder, 'uri'),
      HOST_TOKEN_FILE: '/kept',
      NODE_UNIT_NAME: 'a b',
    });
    const lines = stdout.split('\n');
    expect(status).toBe(0);
    expect(lines).toContain('POSTGRES_URI=postgres://u:$(id)`id`"\'\\ %&@h/db');
    expect(lines).toContain('HOST_TOKEN_FILE=/kept');
    expect(lines).toContain('NODE_UNIT_NAME=a b');
    expect(stdout).not.toContain('POSTGRES_URI_FILE');
  });

  it('says which file cannot be read', () => {
    const { status, stderr } = run({ NODE_UNIT_PASSWORD_FILE: '/no/such/file' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('NODE_UNIT_PASSWORD_FILE=/no/such/file cannot be read'),
    ]);
  });
});
