import type { ClaimPolicy } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { faultsOf, findViolations, shrinkSchedule } from '../index.js';
import { byCount } from './policies.js';

/** Fails as soon as somebody was lost: then one node-unit has more than it had. */
const failsAfterLoss = (): ClaimPolicy => {
  const policy = byCount();
  const rank: ClaimPolicy['rank'] = (deployment, nodeUnits, view) => {
    if (deployment.claimEpoch > 0) throw new Error('it was somewhere before');
    return policy.rank(deployment, nodeUnits, view);
  };
  return { ...policy, rank };
};

async function firstFailing() {
  for (let seed = 1; ; seed += 1) {
    const failing = await findViolations(failsAfterLoss, faultsOf(seed));
    if (failing && failing.schedule.faults.length > 3) return failing;
  }
}

describe(shrinkSchedule.name, () => {
  it('takes away what is not needed for the violation, and gives the same every time', async () => {
    const failing = await firstFailing();
    const shrunk = await shrinkSchedule(failsAfterLoss, failing);
    expect(shrunk.violations[0]?.code).toBe(failing.violations[0]?.code);
    const { nodes, deployments, faults } = shrunk.schedule;
    expect([nodes.length, deployments.length, faults.length]).toEqual([expect.any(Number), 1, 1]);
    expect(nodes.length).toBeLessThanOrEqual(2);
    expect(await findViolations(failsAfterLoss, shrunk.schedule)).toEqual(shrunk);
    expect(await shrinkSchedule(failsAfterLoss, failing)).toEqual(shrunk);
  });
});
