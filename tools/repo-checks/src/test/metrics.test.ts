import { describe, expect, it } from 'vitest';

import { declaredMetrics } from './declared.js';

const SUFFIXES: Readonly<Record<string, RegExp>> = {
  seconds: /_seconds(_total)?$/,
  bytes: /_bytes(_total)?$/,
  ratio: /_ratio$/,
  none: /(?<!_seconds|_bytes|_ratio)$/,
};

describe('the metrics of all programs', () => {
  it.each(declaredMetrics.map((metric) => [metric.name, metric] as const))(
    '%s is named after the rules of Prometheus',
    (name, { kind, unit, labels, help }) => {
      expect(name).toMatch(/^node_unit(_[a-z]+)+$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      expect(name.replace(/_total$/, '')).toMatch(SUFFIXES[unit] ?? /^$/);
      for (const label of labels) expect(label).toMatch(/^[a-z][a-z_]*$/);
      expect(labels).not.toContain('le');
      expect(help).toMatch(/^[A-Z0-9].*\.$/);
    },
  );

  it('have one kind and the same labels, whoever exports them', () => {
    for (const metric of declaredMetrics) {
      const { kind, unit, labels } = declaredMetrics.find(({ name }) => name === metric.name) ?? metric;
      expect(metric).toMatchObject({ kind, unit, labels });
    }
  });
});
