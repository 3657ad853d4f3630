import type { DeploymentReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { createNonePolicy, NOTHING_WAITS, type PlannedRound, planRound, type RoundInput } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { explain } from '../services/offerExplanations.js';

const row = (id: string) => aDeployment({ id, address: 'b' });

function plannedWith(...ids: string[]): PlannedRound {
  const replica: DeploymentReplica = { state: 'current', deployments: new Map(ids.map((id) => [id, row(id)])) };
  const input: RoundInput = {
    self: 'a',
    policy: createNonePolicy(),
    trusts: () => true,
    replica,
    pendingWrites: new Map(),
    nowMs: 0,
    patienceMs: 1,
    waiting: NOTHING_WAITS,
    membership: { state: 'settled', nodeUnits: [], seenAddresses: new Set() },
  };
  return { round: 1, input, plan: planRound(input) };
}

describe(explain.name, () => {
  it.each([
    ['the id', 'abc1', 0],
    ['the id in capitals', 'ABC1', 0],
    ['the beginning of one id', 'abd', 0],
    ['the beginning of two ids', 'ab', 409],
    ['an id that is the beginning of another one', 'abc', 0],
    ['nothing that exists', 'x', 404],
  ])('answers for %s', (_case, asked, code) => {
    expect(explain(plannedWith('abc', 'abc1', 'abd2'), asked, 0).code).toBe(code);
  });

  it('gives the full id, and the reason', () => {
    const { data } = explain(plannedWith('abc', 'abd'), 'abd', 0);
    expect(data).toMatchObject({ deployment_id: 'abd', eligible: false, reason: 'assigned' });
  });

  it('names those that it could be', () => {
    expect(explain(plannedWith('abc', 'abd'), 'ab', 0).message).toBe('"ab" is the beginning of 2 ids: abc, abd');
  });

  it('says that it cannot answer before its first round', () => {
    expect(explain(undefined, 'abc', 0)).toMatchObject({ code: 503 });
  });
});
