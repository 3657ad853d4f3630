import { aNodeUnit } from '@node-unit/fleet/testing';
import { InMemoryDeploymentStore } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { describeOutcome, planRound } from '../index.js';
import { applyPlan } from '../round/applyPlan.js';
import { countPolicy, deployment, replicaOf, roundInput, settled } from './builders.js';

async function outcomeOf(rows: ReturnType<typeof deployment>[]) {
  const nodeUnits = [aNodeUnit('a', { resourceUsage: { cpuPercent: 1, memoryMb: 2 } }), aNodeUnit('b')];
  const input = roundInput({ membership: { ...settled(), nodeUnits }, replica: replicaOf(rows) });
  const record = await applyPlan(planRound(input), 'a', new InMemoryDeploymentStore(rows));
  return { round: 1, trigger: 'interval' as const, self: 'a', policyName: countPolicy.name, durationMs: 0, ...record };
}

describe(describeOutcome.name, () => {
  it('tells a round that releases and claims in order, with the usage of every node-unit, unknown as null', async () => {
    const records = describeOutcome(await outcomeOf([deployment('1', { address: 'lost' }), deployment('2')]));
    expect(records.map(({ event }) => event)).toEqual([
      'DeploymentRelease',
      'DeploymentClaimEligibility',
      'DeploymentClaimAttempt',
      'DeploymentClaimed',
    ]);
    expect(records[0]?.fields).toMatchObject({ lost_addresses: ['lost'], deployment_ids: ['1'] });
    expect(records[1]?.fields).toMatchObject({ eligible: true, eligible_node_units: ['a', 'b'], policy: 'count' });
    expect(records[2]?.fields).toMatchObject({ usage: { a: { cpu_percent: 1, memory_mb: 2 }, b: null } });
    expect(records[3]?.fields).toMatchObject({ deployment_id: '2', claimant: 'a', claim_epoch: 1 });
  });

  it('tells why a round claimed nothing', async () => {
    const records = describeOutcome(await outcomeOf([deployment('1'), deployment('2', { address: 'a' })]));
    expect(records.map(({ event }) => event)).toEqual(['DeploymentClaimEligibility', 'DeploymentClaimSkipped']);
    expect(records[0]?.fields).toMatchObject({ eligible: false, metrics: { count: 1 }, min_metrics: { count: 0 } });
    expect(records[1]?.fields).toMatchObject({ reason: 'not_eligible', detail: 'score 1 is not the best, 0' });
  });
});
