import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { declinedUntil, observeRows, type Refusals, withoutRefusal, withRefusal } from '../deployments/Refusals.js';

const row = aDeployment({ id: 'd', claimEpoch: 2 });
const rows = (...all: readonly Deployment[]) => new Map(all.map((each) => [each.id, each]));
const refused = withRefusal(new Map(), 'd', 'no such version.', 0);

describe('what this node-unit has given up', () => {
  it('is left to others for a growing while', () => {
    let refusals: Refusals = new Map();
    const pauses = [1, 2, 3, 4, 5, 6, 7].map(() => {
      refusals = withRefusal(refusals, 'd', 'r', 0);
      return refusals.get('d')?.untilMs;
    });
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
    expect(declinedUntil(refused, 'd', 29_000)).toBe(
      'it could not run here: no such version. It is not tried here again for 1 s, unless its row changes',
    );
    expect([declinedUntil(refused, 'd', 30_000), declinedUntil(refused, 'other', 0)]).toEqual([undefined, undefined]);
    expect(withoutRefusal(refused, 'd').size).toBe(0);
  });

  it('is forgotten when an operator changes the row, and not when others claim and release it', () => {
    const seen = observeRows(refused, rows(row));
    expect(observeRows(seen, rows({ ...row }))).toBe(seen);
    const claimed = observeRows(seen, rows({ ...row, address: 'b', claimEpoch: 3, updatedAt: 'later' }));
    const released = observeRows(claimed, rows({ ...row, claimEpoch: 4, updatedAt: 'later still' }));
    expect(released.get('d')?.count).toBe(1);
    expect(observeRows(released, rows({ ...row, claimEpoch: 4, updatedAt: 'edited' })).size).toBe(0);
    expect(observeRows(seen, rows()).size).toBe(0);
  });
});
