import { type Deployment, InMemoryDeploymentStore } from '@node-unit/deployment';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planRound, type PendingWrites, type RoundPlan } from '../index.js';
import { applyPlan } from '../round/applyPlan.js';
import { deployment, replicaOf, roundInput, settled } from './builders.js';

const ADDRESSES = ['a', 'b', 'c', 'd'] as const;

const clusters = fc.record({
  online: fc.subarray([...ADDRESSES], { minLength: 1 }),
  rows: fc.array(
    fc.record({
      address: fc.constantFrom('', '', 'a', 'b', 'c', 'd', 'long-gone'),
      enabled: fc.boolean(),
      type: fc.constantFrom('deployment' as const, 'deployment' as const, 'daemon' as const),
    }),
    { maxLength: 20 },
  ),
});

const toRows = (rows: readonly Partial<Deployment>[]): Deployment[] =>
  rows.map((row, index) => deployment(String(index).padStart(3, '0'), row));

describe('one round', () => {
  it('claims at most one, and only an enabled deployment that was unassigned; an online node-unit is never robbed', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, async ({ online, rows }) => {
        const before = toRows(rows);
        const store = new InMemoryDeploymentStore(before);
        const [self = 'a'] = online;
        const plan = planRound(roundInput({ self, membership: settled(...online), replica: replicaOf(before) }));
        await applyPlan(plan, self, store);

        const changed = store.rows().filter((row, index) => row.address !== before[index]?.address);
        const claimed = changed.filter((row) => row.address === self);
        expect(claimed.length).toBeLessThanOrEqual(1);
        for (const row of changed) {
          const previous = before.find(({ id }) => id === row.id);
          expect(previous).toMatchObject({ enabled: true, type: 'deployment' });
          expect(online).not.toContain(previous?.address);
          if (row.address !== '') expect(previous?.address).toBe('');
        }
      }),
    );
  });

  it('gives the same plan for the same view', () => {
    fc.assert(
      fc.property(clusters, ({ online, rows }) => {
        const input = roundInput({ membership: settled(...online), replica: replicaOf(toRows(rows)) });
        const verdictsOf = (plan: RoundPlan) => plan.kind === 'act' && plan.candidates.map(plan.judge);
        expect(verdictsOf(planRound(input))).toEqual(verdictsOf(planRound(input)));
      }),
    );
  });
});

/** A node-unit whose view was taken at any earlier moment, except for its own writes, which it knows. */
interface SlowNodeUnit {
  readonly address: string;
  view: readonly Deployment[];
  pendingWrites: PendingWrites;
}

describe('many rounds under any interleaving', () => {
  const steps = fc.array(
    fc.record({ nodeUnit: fc.nat(ADDRESSES.length - 1), what: fc.constantFrom('look', 'act', 'act') }),
    { minLength: 10, maxLength: 200 },
  );

  it('keeps counts within one of each other when all started equal, however old the views are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), steps, async (size, schedule) => {
        const store = new InMemoryDeploymentStore(toRows(Array.from({ length: size }, () => ({}))));
        const nodeUnits: SlowNodeUnit[] = ADDRESSES.map((address) => ({
          address,
          view: store.rows(),
          pendingWrites: new Map(),
        }));
        for (const step of schedule) await take(step, nodeUnits, store);
        const counts = ADDRESSES.map((address) => store.rows().filter((row) => row.address === address).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it('claims everything once every node-unit has looked and acted often enough', async () => {
    const store = new InMemoryDeploymentStore(toRows(Array.from({ length: 21 }, () => ({}))));
    const nodeUnits: SlowNodeUnit[] = ADDRESSES.map((address) => ({
      address,
      view: store.rows(),
      pendingWrites: new Map(),
    }));
    for (let pass = 0; pass < 21; pass += 1) {
      for (const nodeUnit of ADDRESSES.keys()) {
        await take({ nodeUnit, what: 'look' }, nodeUnits, store);
        await take({ nodeUnit, what: 'act' }, nodeUnits, store);
      }
    }
    expect(store.rows().filter((row) => row.address === '')).toEqual([]);
  });
});

async function take(
  step: { nodeUnit: number; what: string },
  nodeUnits: readonly SlowNodeUnit[],
  store: InMemoryDeploymentStore,
): Promise<void> {
  const nodeUnit = nodeUnits[step.nodeUnit];
  if (!nodeUnit) return;
  if (step.what === 'look') {
    nodeUnit.view = store.rows();
    return;
  }
  const { address: self, view, pendingWrites } = nodeUnit;
  const replica = replicaOf(view);
  const plan = planRound(roundInput({ self, membership: settled(...ADDRESSES), replica, pendingWrites }));
  const { result } = await applyPlan(plan, self, store);
  if (result.kind === 'claimed') {
    const write = { address: self, claimEpoch: result.claimEpoch };
    nodeUnit.pendingWrites = new Map([...pendingWrites, [result.deploymentId, write]]);
  }
}
