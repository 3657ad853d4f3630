import { checkClaimPolicy } from '@node-unit/policy-testkit';
import { expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

it('keeps the contract of a claim policy', async () => {
  expect(await checkClaimPolicy(createClaimPolicy)).toEqual([]);
});
