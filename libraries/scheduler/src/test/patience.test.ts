import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type CandidateVerdict, type ClaimPolicy, planRound, rememberEligible, type Waiting } from '../index.js';
import { countPolicy, deployment, replicaOf, roundInput, settled } from './builders.js';

const PATIENCE_MS = 1_000;
type Row = ReturnType<typeof deployment>;

const queued = (id: number, overrides: Partial<Row> = {}): Row =>
  deployment(String(id).padStart(3, '0'), {
    updatedAt: `2026-01-01T00:00:00.${String(id).padStart(6, '0')}Z`,
    ...overrides,
  });

/** Node-unit `c` looks at the rows at each of the given times; the verdict on the first candidate of the last look. */
function watch(looks: readonly (readonly [atMs: number, rows: readonly Row[]])[], policy: ClaimPolicy = countPolicy) {
  let waiting: Waiting = { candidates: new Map(), claims: new Map() };
  let verdict: CandidateVerdict | undefined;
  for (const [nowMs, rows] of looks) {
    const membership = settled('a', 'b', 'c');
    const input = { self: 'c', policy, membership, replica: replicaOf(rows), nowMs, patienceMs: PATIENCE_MS, waiting };
    const plan = planRound(roundInput(input));
    if (plan.kind !== 'act') throw new Error(plan.reason);
    const verdicts = plan.candidates.map(plan.judge);
    waiting = rememberEligible(plan.waiting, verdicts, nowMs);
    verdict = verdicts[0];
  }
  return verdict;
}

/** `a` holds none, `b` one, `c` two, and one candidate waits. */
const uneven = [queued(1, { address: 'b' }), queued(2, { address: 'c' }), queued(3, { address: 'c' }), queued(9)];

describe('patience', () => {
  it.each([
    [0, ['a'], 0, 1_000],
    [999, ['a'], 0, 1],
    [1_000, ['a', 'b'], 1, 1_000],
    [1_999, ['a', 'b'], 1, 1],
    [2_000, ['a', 'b', 'c'], 2, undefined],
    [99_000, ['a', 'b', 'c'], 2, undefined],
  ])('after %i ms adds one rank per patience: %j', (waitedMs, eligible, widenedBy, leftMs) => {
    const verdict = watch([
      [5_000, uneven],
      [5_000 + waitedMs, uneven],
    ]);
    expect(verdict).toMatchObject({ eligible, patience: { waitedMs, widenedBy, leftMs } });
  });

  it('adds those without a score after every score, and waits even if nobody has one', () => {
    const policy = (scored: readonly string[]): ClaimPolicy => ({
      ...countPolicy,
      rank: (_deployment, nodeUnits) =>
        nodeUnits.map(({ address }) =>
          scored.includes(address)
            ? { kind: 'scored', address, score: 0, metrics: {} }
            : { kind: 'unscored', address, reason: 'unknown' },
        ),
    });
    const eligibleAfter = (waitedMs: number, scored: readonly string[]) =>
      watch(
        [
          [0, uneven],
          [waitedMs, uneven],
        ],
        policy(scored),
      )?.eligible;
    expect([0, 1_000].map((waitedMs) => eligibleAfter(waitedMs, ['b']))).toEqual([['b'], ['b', 'a', 'c']]);
    expect([0, 1_000].map((waitedMs) => eligibleAfter(waitedMs, []))).toEqual([[], ['a', 'b', 'c']]);
  });

  it('begins anew with every claim epoch', () => {
    const again = uneven.map((row) => ({ ...row, claimEpoch: row.claimEpoch + 2 }));
    expect(
      watch([
        [0, uneven],
        [5_000, again],
      ]),
    ).toMatchObject({ patience: { waitedMs: 0, widenedBy: 0 } });
  });

  it('takes a claim from behind for no sign of progress: who passes a candidate over will not take it', () => {
    const behind = queued(10);
    const passedOver = [...uneven, { ...behind, address: 'a', claimEpoch: 1 }];
    const rest = [...uneven, behind];
    const verdict = watch([
      [0, rest],
      [900, passedOver],
      [1_000, passedOver],
    ]);
    expect(verdict).toMatchObject({ patience: { widenedBy: 1 } });
  });

  it('is not asked for again with every candidate when one hangs and the others work on', () => {
    const rows = [queued(0, { address: 'b' }), queued(1, { address: 'c' }), queued(2), queued(3), queued(4)];
    const looks: [number, Row[]][] = [[0, [...rows]]];
    for (const [index, address] of [
      [2, 'b'],
      [3, 'c'],
      [4, 'b'],
    ] as const) {
      looks.push([1_000 + index, [...rows]]);
      expect(watch(looks)).toMatchObject({ patience: { widenedBy: 1 } });
      rows[index] = { ...queued(index), address, claimEpoch: 1 };
    }
  });

  it('never runs out while each of the eligible takes one within it, however long the queue is', () => {
    const pause = fc.integer({ min: 0, max: Math.floor((PATIENCE_MS - 1) / 3) });
    fc.assert(
      fc.property(fc.array(pause, { minLength: 1, maxLength: 60 }), (pauses) => {
        const rows = [...pauses.map((_pause, id) => queued(id)), queued(999)];
        const looks: [number, Row[]][] = [[0, [...rows]]];
        let nowMs = 0;
        for (const [index, pauseMs] of pauses.entries()) {
          nowMs += pauseMs;
          // In turn, so that whoever claims had the fewest and is one of the eligible.
          rows[index] = { ...queued(index), address: ['a', 'b', 'c'][index % 3] ?? '', claimEpoch: 1 };
          looks.push([nowMs, [...rows]]);
        }
        expect(watch(looks)?.patience).toMatchObject({ widenedBy: 0 });
      }),
    );
  });
});
