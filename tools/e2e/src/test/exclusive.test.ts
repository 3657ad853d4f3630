import { describe, expect, it } from 'vitest';

import { FAILURE_KINDS } from '../exclusive/failures.js';
import { measureExclusive } from '../exclusive/measureExclusive.js';
import { handoversOf, runsOf } from '../exclusive/runsOf.js';
import { whyNoNamespaces } from '@node-unit/local-cluster';

const kinds = FAILURE_KINDS.filter((kind) => kind !== 'cut' || whyNoNamespaces() === undefined);

describe('an exclusive deployment', { timeout: 120_000 }, () => {
  it.each(kinds)('never runs twice when its node-unit fails by "%s"', async (kind) => {
    const report = await measureExclusive({ kind, exclusiveMs: 1_000, times: 1, deployments: 2 });
    expect(report).toMatchObject({ failures: 1, taken_over: 2, overlap_ms: { max: 0 } });
    expect(report.gap_ms.max).toBeGreaterThan(0);
  });
});

describe(handoversOf.name, () => {
  const seen = (pid: number, ...times: readonly number[]) =>
    times.map((atMs) => ({ deploymentId: 'd', claimEpoch: pid, pid, atMs }));

  it('measures how long two processes of a deployment ran, or none', () => {
    const runs = runsOf([...seen(1, 0, 10, 20), ...seen(2, 15, 30), ...seen(3, 50, 60)]);
    expect(handoversOf(runs)).toMatchObject([
      { atMs: 15, overlapMs: 5, gapMs: 0 },
      { atMs: 50, overlapMs: 0, gapMs: 20 },
    ]);
  });
});
