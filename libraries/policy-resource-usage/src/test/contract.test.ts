import { checkClaimPolicy } from '@node-unit/policy-testkit';
import { expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

it('keeps the contract of a claim policy', async () => {
  // Claims that are not measured yet count for nothing so far, so a burst goes to whoever was lowest.
  const findings = await checkClaimPolicy(createClaimPolicy, { except: ['STAMPEDE', 'OSCILLATION'] });
  expect(findings).toEqual([]);
});
