import { aNodeUnit } from '@node-unit/fleet/testing';
import { InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';

import {
  describeExplanation,
  explainDeployment,
  type PlannedRound,
  planRound,
  type RoundInput,
  scheduleRounds,
} from '../index.js';
import { countPolicy, deployment, replicaOf, roundInput, settled } from './builders.js';

function planned(overrides: Partial<RoundInput> = {}): PlannedRound {
  const input = roundInput({ replica: replicaOf([deployment('1')]), ...overrides });
  return { round: 7, input, plan: planRound(input) };
}

function recordOf(round: PlannedRound, id = '1', nowMs = 0) {
  return describeExplanation(id, explainDeployment(round, id), round, nowMs);
}

describe(explainDeployment.name, () => {
  it('says that self may claim, with the score and those who may as well', () => {
    expect(recordOf(planned())).toMatchObject({
      deployment_id: '1',
      address: 'a',
      eligible: true,
      reason: null,
      score: 0,
      best_score: 0,
      metrics: { count: 0 },
      eligible_node_units: ['a', 'b'],
      widened_by: 0,
      view: { round: 7, membership: 'settled', node_units: 2, deployments: 1 },
    });
  });

  it('gives the verdict of the round itself', () => {
    const round = planned();
    const verdict = round.plan.kind === 'act' && round.plan.judge(deployment('1'));
    expect(explainDeployment(round, '1')).toMatchObject({ kind: 'judged', verdict });
  });

  it('says by how much self is not the best, and how long patience lasts from now', () => {
    const replica = replicaOf([deployment('1'), deployment('2', { address: 'a' })]);
    expect(recordOf(planned({ replica }), '1', 400)).toMatchObject({
      eligible: false,
      reason: 'not_eligible',
      score: 1,
      best_score: 0,
      eligible_node_units: ['b'],
      waited_ms: 400,
      patience_left_ms: 9_600,
      view: { age_ms: 400 },
    });
  });

  const other = { self: 'a', membership: settled('a', 'b') };
  it.each<[string, Partial<RoundInput>, object]>([
    [
      'a package that is not trusted',
      { trusts: () => false },
      { reason: 'untrusted_package', eligible_node_units: null, patience_left_ms: null },
    ],
    [
      'constraints that nobody meets',
      { replica: replicaOf([deployment('1', { constraints: { zone: 'moon' } })]) },
      { reason: 'constraints', detail: expect.stringContaining('nobody can run it') as string },
    ],
    [
      'a policy that fails',
      {
        policy: {
          ...countPolicy,
          rank: () => {
            throw new Error('out of order');
          },
        },
      },
      { reason: 'policy_error', detail: 'out of order' },
    ],
    [
      'one that is assigned',
      { ...other, replica: replicaOf([deployment('1', { address: 'b' })]) },
      { reason: 'assigned', detail: 'it is assigned to b' },
    ],
    [
      'one whose holder is lost',
      { ...other, replica: replicaOf([deployment('1', { address: 'z' })]) },
      { reason: 'assigned', detail: 'it is assigned to z, which is not online' },
    ],
    [
      'one that self has just claimed',
      { ...other, pendingWrites: new Map([['1', { address: 'a', claimEpoch: 1 }]]) },
      { reason: 'assigned', detail: 'it is assigned to a, which is this node-unit' },
    ],
    ['one that is disabled', { replica: replicaOf([deployment('1', { enabled: false })]) }, { reason: 'disabled' }],
    ['a daemon', { replica: replicaOf([deployment('1', { type: 'daemon' })]) }, { reason: 'daemon' }],
    ['the policy none', { policy: { ...countPolicy, name: 'none' } }, { reason: 'policy_disabled' }],
    [
      'a membership that is not known',
      { membership: { ...settled('a'), state: 'joining' } },
      { reason: 'membership_unsettled' },
    ],
    [
      'a row that cannot be read',
      { replica: { state: 'current', deployments: new Map(), invalid: new Map([['1', 'type: expected daemon']]) } },
      { reason: 'invalid', detail: expect.stringContaining('type: expected daemon') as string },
    ],
    ['a store that is away', { replica: { state: 'loading' } }, { reason: 'store_unavailable' }],
  ])('names the reason: %s', (_case, overrides, expected) => {
    expect(recordOf(planned(overrides))).toMatchObject({ eligible: false, ...expected });
  });

  it('does not know a deployment that is not there', () => {
    expect(recordOf(planned(), 'nonsense')).toBeUndefined();
  });
});

describe('the version of a view', () => {
  const digest = (overrides: Partial<RoundInput> = {}) => explainDeployment(planned(overrides), '1').view.digest;

  it('is the same for the same facts, in whatever order they came and whoever looks', () => {
    const rows = [deployment('1'), deployment('2', { address: 'a' })];
    expect(digest({ replica: replicaOf(rows) })).toBe(
      digest({ replica: replicaOf([...rows].reverse()), membership: settled('b', 'a'), self: 'b', nowMs: 5 }),
    );
  });

  it.each<[string, Partial<RoundInput>]>([
    ['another claim epoch', { replica: replicaOf([deployment('1', { claimEpoch: 1 })]) }],
    ['another node-unit', { membership: settled('a', 'b', 'c') }],
    [
      'another usage',
      {
        membership: {
          ...settled('a'),
          nodeUnits: [aNodeUnit('a', { tags: { node_unit_memory_mb: '1' } }), aNodeUnit('b')],
        },
      },
    ],
  ])('is another one for %s', (_case, overrides) => {
    expect(digest(overrides)).not.toBe(digest());
  });
});

describe('the rounds of a node-unit', () => {
  it('are heard of as they are planned, by the number that their outcome has', async () => {
    const heard: PlannedRound[] = [];
    const store = new InMemoryDeploymentStore([deployment('1')]);
    const rounds$ = scheduleRounds({
      self: 'a',
      policy: countPolicy,
      trusts: () => true,
      store,
      intervalMs: 60_000,
      membership$: of(settled('a', 'b')),
      replica$: watchReplica(store),
      onPlan: (round) => heard.push(round),
    });
    const outcome = await firstValueFrom(rounds$);
    expect(heard[0]?.round).toBe(outcome.round);
    expect(heard.slice(0, 1).map((round) => recordOf(round))).toMatchObject([{ eligible: true }]);
  });
});
