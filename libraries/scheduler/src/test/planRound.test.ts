import { aNodeUnit } from '@node-unit/fleet/testing';
import { describe, expect, it } from 'vitest';

import { createNonePolicy, planRound, type RoundInput } from '../index.js';
import { deployment, replicaOf, roundInput, settled } from './builders.js';

function act(overrides: Partial<RoundInput>) {
  const plan = planRound(roundInput(overrides));
  if (plan.kind !== 'act') throw new Error(`skipped: ${plan.reason}`);
  return plan;
}

describe(planRound.name, () => {
  it.each([
    ['policy_disabled', { policy: createNonePolicy() }],
    ['membership_unsettled', { membership: { ...settled(), state: 'disconnected' as const } }],
    ['membership_unsettled', { membership: { ...settled('a'), state: 'joining' as const } }],
    ['store_unavailable', { replica: { state: 'loading' as const } }],
    ['store_unavailable', { replica: { state: 'stale' as const, deployments: new Map(), reason: 'away' } }],
  ])('skips with %s', (reason, overrides) => {
    const rows = replicaOf([deployment('1'), deployment('2', { address: 'lost' })]);
    expect(planRound(roundInput({ replica: rows, ...overrides }))).toEqual({ kind: 'skip', reason });
  });

  it('orders candidates by updated_at, created_at, id', () => {
    const rows = [
      deployment('3', { updatedAt: '2026-01-02', createdAt: '2026-01-01' }),
      deployment('2', { updatedAt: '2026-01-01', createdAt: '2026-01-02' }),
      deployment('1', { updatedAt: '2026-01-02', createdAt: '2026-01-01' }),
      deployment('4', { updatedAt: '2026-01-01', createdAt: '2026-01-01' }),
    ];
    expect(act({ replica: replicaOf(rows) }).candidates.map(({ id }) => id)).toEqual(['4', '2', '1', '3']);
  });

  it('leaves alone what is disabled, a daemon, or held by an online node-unit', () => {
    const rows = [
      deployment('1', { enabled: false }),
      deployment('2', { type: 'daemon' }),
      deployment('3', { address: 'b' }),
      deployment('4', { enabled: false, address: 'lost' }),
      deployment('5', { type: 'daemon', address: 'lost' }),
    ];
    expect(act({ replica: replicaOf(rows) })).toMatchObject({ candidates: [], lostAddresses: [] });
  });

  it('releases the lost, but while the host is young only whom that host has listed before', () => {
    const replica = replicaOf([deployment('1', { address: 'lost' }), deployment('2', { address: 'b' })]);
    expect(act({ replica }).lostAddresses).toEqual(['lost']);
    const young = { ...settled('a', 'b'), state: 'host_young' as const };
    expect(act({ replica, membership: young }).lostAddresses).toEqual([]);
    const listed = { ...young, seenAddresses: new Set(['lost']) };
    expect(act({ replica, membership: listed }).lostAddresses).toEqual(['lost']);
  });

  it('does not count a node-unit that claims nothing, and does not call it lost', () => {
    const membership = { ...settled('a'), nodeUnits: [aNodeUnit('a'), aNodeUnit('idle', { claiming: false })] };
    const replica = replicaOf([
      deployment('1'),
      deployment('2', { address: 'a' }),
      deployment('3', { address: 'idle' }),
    ]);
    const plan = act({ replica, membership });
    expect(plan.lostAddresses).toEqual([]);
    expect(plan.judge(deployment('1'))).toMatchObject({ kind: 'eligible', eligible: ['a'] });
  });

  it('sees its own writes before the store shows them, and drops them when the row is as young', () => {
    const replica = replicaOf([deployment('1'), deployment('2', { claimEpoch: 7, address: 'b' })]);
    const pendingWrites = new Map([
      ['1', { address: 'a', claimEpoch: 1 }],
      ['2', { address: 'a', claimEpoch: 7 }],
    ]);
    const plan = act({ replica, pendingWrites });
    expect(plan.candidates).toEqual([]);
    expect([...plan.view.deploymentsByAddress.keys()].sort()).toEqual(['a', 'b']);
  });

  it('says why it may not claim', () => {
    const replica = replicaOf([deployment('1'), deployment('2', { address: 'a' })]);
    expect(act({ replica }).judge(deployment('1'))).toMatchObject({
      kind: 'refused',
      reason: 'not_eligible',
      detail: 'score 1 is not the best, 0',
      eligible: ['b'],
    });
    expect(act({ replica, self: 'elsewhere' }).judge(deployment('1'))).toMatchObject({
      reason: 'not_eligible',
      detail: 'this node-unit is not online and claiming in its own view',
    });
    expect(act({ replica, trusts: () => false }).judge(deployment('1'))).toMatchObject({
      reason: 'untrusted_package',
    });
  });

  it('turns an error of the policy into a refusal', () => {
    const policy = {
      name: 'broken',
      describe: () => ({ name: 'broken', settings: {} }),
      rank: () => {
        throw new Error('no idea');
      },
    };
    expect(act({ policy }).judge(deployment('1'))).toMatchObject({ reason: 'policy_error', detail: 'no idea' });
  });
});
