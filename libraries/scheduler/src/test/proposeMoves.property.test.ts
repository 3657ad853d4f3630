import * as fc from 'fast-check';
import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Deployment } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { type ClusterView, proposeMoves } from '../index.js';
import { countPolicy, deployment, replicaOf, roundInput, settled } from './builders.js';
import { planRound } from '../index.js';

const ADDRESSES = ['a', 'b', 'c', 'd'];

function viewOf(rows: readonly Deployment[], online: readonly string[]): ClusterView {
  const plan = planRound(
    roundInput({ self: online[0] ?? 'a', membership: settled(...online), replica: replicaOf(rows) }),
  );
  if (plan.kind !== 'act') throw new Error(plan.kind);
  return plan.view;
}

const judge = roundInput({ policy: countPolicy });
const moved = (rows: readonly Deployment[], moves: ReturnType<typeof proposeMoves>): Deployment[] =>
  rows.map((row) => ({ ...row, address: moves.find((move) => move.deployment.id === row.id)?.to[0] ?? row.address }));
const counts = (rows: readonly Deployment[], online: readonly string[]) =>
  online.map((address) => rows.filter((row) => row.address === address).length);

describe(proposeMoves.name, () => {
  it('makes 2/2/2 of 6/0/0, and no more at once than was asked for', () => {
    const online = ['a', 'b', 'c'];
    const rows = Array.from({ length: 6 }, (_, at) => deployment(`${at}`, { address: 'a' }));
    const view = viewOf(rows, online);
    expect(counts(moved(rows, proposeMoves(view, judge, 100)), online)).toEqual([2, 2, 2]);
    expect(proposeMoves(view, judge, 1)).toHaveLength(1);
    expect(proposeMoves(view, judge, 0)).toEqual([]);
  });

  it('ends, moves nothing twice, and leaves nothing to move', () => {
    const clusters = fc.record({
      online: fc.subarray(ADDRESSES, { minLength: 1 }),
      holders: fc.array(fc.constantFrom(...ADDRESSES), { maxLength: 24 }),
    });
    fc.assert(
      fc.property(clusters, ({ online, holders }) => {
        const rows = holders
          .map((at, index) => deployment(String(index).padStart(3, '0'), { address: at }))
          .filter(({ address }) => online.includes(address));
        const moves = proposeMoves(viewOf(rows, online), judge, 1_000);
        expect(new Set(moves.map((move) => move.deployment.id)).size).toBe(moves.length);
        const after = moved(rows, moves);
        expect(proposeMoves(viewOf(after, online), judge, 1_000)).toEqual([]);
        const spread = counts(after, online);
        expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('moves nothing that can run nowhere else', () => {
    const rows = [0, 1, 2].map((at) => deployment(`${at}`, { address: 'a', constraints: { gpu: 'yes' } }));
    const nodeUnits = [aNodeUnit('a', { nodeTags: { gpu: 'yes' } }), aNodeUnit('b')];
    expect(proposeMoves({ ...viewOf(rows, ['a', 'b']), nodeUnits }, judge, 10)).toEqual([]);
  });
});
