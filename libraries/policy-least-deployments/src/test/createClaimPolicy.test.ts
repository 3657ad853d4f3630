import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const candidate = aDeployment({ id: '9' });
const holding = (count: number): Deployment[] => Array.from({ length: count }, () => candidate);

describe(createClaimPolicy.name, () => {
  it('scores by the number of deployments; one that holds none scores 0', () => {
    const deploymentsByAddress = new Map([
      ['a', holding(2)],
      ['elsewhere', holding(9)],
    ]);
    const view = { nowMs: 0, nodeUnits: [], deploymentsByAddress };
    expect(createClaimPolicy().rank(candidate, [aNodeUnit('a'), aNodeUnit('b')], view)).toEqual([
      { kind: 'scored', address: 'a', score: 2, metrics: { deployments: 2 } },
      { kind: 'scored', address: 'b', score: 0, metrics: { deployments: 0 } },
    ]);
  });

  it('describes itself', () => {
    expect(createClaimPolicy().describe()).toEqual({ name: 'least_deployments', settings: {} });
  });
});
