import type { DeploymentReplica, DeploymentState, DeploymentStatus } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import type { Membership } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';
import type { RoundPlan } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { ClaimClock } from '../metrics/ClaimClock.js';
import { countStates, runningValue } from '../metrics/deploymentValues.js';
import { FailoverClock } from '../metrics/FailoverClock.js';
import { UsageSeries } from '../metrics/UsageSeries.js';

const membership = (state: Membership['state'], online: readonly string[], seen = online): Membership => ({
  state,
  nodeUnits: online.map((address) => aNodeUnit(address)),
  seenAddresses: new Set(seen),
});

const replica = (addresses: Readonly<Record<string, string>>, enabled = true): DeploymentReplica => ({
  state: 'current',
  deployments: new Map(Object.entries(addresses).map(([id, address]) => [id, aDeployment({ id, address, enabled })])),
});

const states = (byId: Readonly<Record<string, DeploymentState>>): ReadonlyMap<string, DeploymentStatus> =>
  new Map(Object.entries(byId).map(([id, state]) => [id, { state } as DeploymentStatus]));

describe(FailoverClock, () => {
  /** Two node-units; `gone` holds both deployments. */
  function open(): FailoverClock {
    const clock = new FailoverClock('self');
    clock.observeReplica(replica({ a: 'gone', b: 'gone' }), 0);
    clock.observeMembership(membership('settled', ['self', 'gone']), 0);
    return clock;
  }
  const lose = (clock: FailoverClock): void => clock.observeMembership(membership('settled', ['self']), 100);

  it('measures from the loss to the claim, and to the process that runs', () => {
    const clock = open();
    lose(clock);
    expect(clock.observeReplica(replica({ a: '', b: '' }), 110)).toEqual([]);
    expect(clock.observeReplica(replica({ a: 'self', b: '' }), 150)).toEqual([{ until: 'claimed', afterMs: 50 }]);
    expect(clock.observeReplica(replica({ a: 'self', b: 'other' }), 160)).toEqual([]);
    expect(clock.observeStates(states({ a: 'installing', b: 'running' }), 170)).toEqual([]);
    expect(clock.observeStates(states({ a: 'running' }), 300)).toEqual([{ until: 'running', afterMs: 200 }]);
    expect(clock.observeStates(states({ a: 'running' }), 400)).toEqual([]);
  });

  it.each(['disconnected', 'joining'] as const)('takes nobody for lost while it is %s', (state) => {
    const clock = open();
    clock.observeMembership(membership(state, ['self']), 100);
    expect(clock.observeReplica(replica({ a: 'self' }), 150)).toEqual([]);
  });

  it('takes nobody for lost whom a young host has not listed yet, but whom it no longer lists', () => {
    const clock = open();
    clock.observeMembership(membership('host_young', ['self']), 100);
    expect(clock.observeReplica(replica({ a: 'self' }), 150)).toEqual([]);
    const other = open();
    other.observeMembership(membership('host_young', ['self'], ['self', 'gone']), 100);
    expect(other.observeReplica(replica({ a: 'self' }), 150)).toEqual([{ until: 'claimed', afterMs: 50 }]);
  });

  it.each([
    ['comes back', (clock: FailoverClock) => clock.observeMembership(membership('settled', ['self', 'gone']), 120)],
    ['has its rows disabled', (clock: FailoverClock) => clock.observeReplica(replica({ a: '', b: '' }, false), 120)],
    ['has its rows removed', (clock: FailoverClock) => clock.observeReplica(replica({}), 120)],
  ])('forgets a node-unit that %s', (_case, happens) => {
    const clock = open();
    lose(clock);
    happens(clock);
    expect(clock.observeReplica(replica({ a: 'self', b: 'self' }), 150)).toEqual([]);
  });

  it('forgets what it has claimed and lost again', () => {
    const clock = open();
    lose(clock);
    clock.observeReplica(replica({ a: 'self', b: 'other' }), 150);
    clock.observeReplica(replica({ a: '', b: 'other' }), 160);
    expect(clock.observeReplica(replica({ a: 'self', b: 'other' }), 170)).toEqual([]);
    expect(clock.observeStates(states({ a: 'running' }), 180)).toEqual([]);
  });
});

describe(ClaimClock, () => {
  const plan = (...ids: readonly string[]) =>
    ({ kind: 'act', candidates: ids.map((id) => aDeployment({ id })) }) as unknown as RoundPlan;

  it('counts from the first round that saw a deployment unassigned', () => {
    const clock = new ClaimClock();
    clock.observe(plan('a'), 100);
    clock.observe({ kind: 'skip', reason: 'store_unavailable' }, 150);
    clock.observe(plan('a', 'b'), 200);
    expect([clock.claimed('a', 250), clock.claimed('b', 250), clock.claimed('c', 250)]).toEqual([150, 50, undefined]);
    clock.observe(plan('b'), 300);
    clock.observe(plan('a'), 400);
    expect(clock.claimed('a', 410)).toBe(10);
  });
});

describe(UsageSeries, () => {
  const instance = (pid: number, startedAtMs: number) => ({ deployment: aDeployment({ id: 'd' }), pid, startedAtMs });
  const usages = (times: readonly (readonly [pid: number, ms: number])[]) =>
    new Map([[7, { cpuPercent: 25, memoryMb: 3, cpuTimesMs: new Map(times) }]]);

  it.each([
    ['from the start on', [[[7, 250]]], 0.25],
    ['what came since the sample before', [[[7, 250]], [[7, 400]]], 0.4],
    [
      'children, and those that have ended',
      [
        [
          [7, 250],
          [8, 100],
        ],
        [
          [7, 250],
          [9, 50],
        ],
      ],
      0.4,
    ],
    ['nothing twice if a sample knows no time', [[[7, 250]], [], [[7, 300]]], 0.3],
    [
      'a child that has the pid of another one',
      [
        [
          [7, 250],
          [8, 100],
        ],
        [
          [7, 250],
          [8, 20],
        ],
      ],
      0.37,
    ],
  ] as const)('counts %s', (_case, samples, seconds) => {
    const series = new UsageSeries();
    for (const times of samples) series.observe({ usages: usages(times), instances: [instance(7, 1_000)] });
    const [usage] = series.of([instance(7, 1_000)]);
    expect(usage).toMatchObject({ cpuPercent: 25, memoryMb: 3, cpuSeconds: expect.closeTo(seconds, 6) as number });
  });

  it('begins again with another process of the same pid, and ends with the process or the measurement', () => {
    const series = new UsageSeries();
    series.observe({ usages: usages([[7, 900]]), instances: [instance(7, 1_000)] });
    expect(series.of([instance(7, 5_000), instance(8, 0)])).toEqual([]);
    series.observe({ usages: usages([[7, 500]]), instances: [instance(7, 5_000)] });
    expect(series.of([instance(7, 5_000)])).toMatchObject([{ cpuSeconds: 0.5 }]);
    expect(series.of([])).toEqual([]);
    series.observe(undefined);
    expect(series.of([instance(7, 5_000)])).toEqual([]);
  });
});

describe('the values of deployments', () => {
  it('have every state, with or without a deployment in it', () => {
    const counts = countStates(states({ a: 'running', b: 'running', c: 'crash_looping' }).values());
    expect(counts).toHaveLength(9);
    expect(counts).toContainEqual({ labels: { state: 'running' }, value: 2 });
    expect(counts).toContainEqual({ labels: { state: 'update_failed' }, value: 0 });
  });

  it.each([
    ['running', 1],
    ['update_failed', 1],
    ['crash_looping', 0],
    ['installing', 0],
    ['completed', undefined],
    ['stopping', undefined],
  ] as const)('say of %s: %s', (state, value) => expect(runningValue({ state })).toBe(value));
});
