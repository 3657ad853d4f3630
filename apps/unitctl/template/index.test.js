import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClaimPolicy } from '@node-unit/policy-testkit';

import { createClaimPolicy } from './index.js';

test('keeps the contract of a claim policy', () => assertClaimPolicy(createClaimPolicy));

test('prefers a node-unit without a copy, even if it holds more', () => {
  const deploymentsByAddress = new Map([
    ['a', [{ packageName: 'web' }]],
    ['b', [{ packageName: 'mail' }, { packageName: 'mail' }]],
  ]);
  const nodeUnits = [{ address: 'a' }, { address: 'b' }];
  const policy = createClaimPolicy({ env: {}, logger: console });
  const rankings = policy.rank({ packageName: 'web' }, nodeUnits, { nowMs: 0, nodeUnits, deploymentsByAddress });
  assert.deepEqual(
    rankings.map(({ address, score }) => [address, score]),
    [
      ['a', 1_001],
      ['b', 2],
    ],
  );
});
