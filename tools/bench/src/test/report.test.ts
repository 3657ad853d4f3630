import { differences } from '@node-unit/e2e-report';
import { describe, expect, it } from 'vitest';

import { wallDistributionOf } from '../measure.js';
import { REPORTS } from '../report/Evidence.js';
import { renderBenchReport } from '../report/renderBenchReport.js';
import { renderedReports } from '../report/saveReports.js';
import { subjects } from '../subjects/index.js';

const samplesMs = [120, 80, 100];
const distribution = wallDistributionOf(samplesMs);
const evidence = {
  subject: 'failover',
  measuredAt: '2026-01-01T00:00:00.000Z',
  machine: { cpu: 'a processor', cores: 2, memoryGb: 4, system: 'linux', node: 'v20.0.0', loadBefore: 0.5 },
  figures: [
    {
      subject: 'failover',
      what: { en: 'is killed (SIGKILL)', zh: '被强制终止（SIGKILL）' },
      measured: distribution,
      baseline: { ...distribution, what: { en: 'the interval alone', zh: '只按间隔' } },
      ratio: 1,
      goalMs: 90,
      samplesMs,
      further: [{ what: { en: 'claimed', zh: '认领' }, value: 50, unit: 'ms', goal: 60 }],
    },
  ],
};

describe(renderBenchReport.name, () => {
  it('says in either language what was measured, beside its baseline and its goal, with a picture', () => {
    const english = renderBenchReport([evidence], 'en');
    const text = english.get('node-unit-bench-report.en.md');
    expect(text).toContain(
      '| is killed (SIGKILL) | 3 | 100 ms | 80–120 ms | 120 ms | – | the interval alone | 100 ms |',
    );
    expect(text).toContain('p99 ≤ 90 ms: not reached');
    expect(text).toContain('| is killed (SIGKILL): claimed | 50 ms | ≤ 60 ms: reached |');
    expect(english.get('bench/charts/failover-en-light.svg')).toContain('SIGKILL');
    const chinese = renderBenchReport([evidence], 'zh').get('node-unit-bench-report.md');
    expect(chinese).toContain('| 被强制终止（SIGKILL） | 3 | 100 ms |');
    expect(chinese).toContain('bench/charts/failover-zh-dark.svg');
  });

  it('has rendered what is in the repository from the evidence beside it', () => {
    const names = subjects.map(({ name }) => name);
    expect(differences(REPORTS, renderedReports(REPORTS, names))).toEqual([]);
  });
});
