import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { type NodeUnit, rankByScore } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { createClaimPolicy } from '../index.js';

const nodeUnit = (address: string, nodeTags: Readonly<Record<string, string>>): NodeUnit =>
  aNodeUnit(address, { nodeTags });
const deployment = (packageName: string): Deployment => aDeployment({ id: packageName, packageName });

/** From best to worst, for one more copy of `web`. */
function order(nodeUnits: NodeUnit[], held: Readonly<Record<string, string[]>>, env: Record<string, string> = {}) {
  const deploymentsByAddress = new Map(
    Object.entries(held).map(([address, names]) => [address, names.map(deployment)]),
  );
  const view = { nowMs: 0, nodeUnits, deploymentsByAddress };
  return rankByScore(createClaimPolicy({ env }).rank(deployment('web'), nodeUnits, view)).map(({ address }) => address);
}

const two = [nodeUnit('a', { zone: 'eu' }), nodeUnit('b', { zone: 'eu' }), nodeUnit('c', { zone: 'us' })];

describe(createClaimPolicy.name, () => {
  it.each([
    ['the place without a copy, although it holds most', { a: ['web'], c: ['x', 'y', 'z'] }, ['c', 'b', 'a']],
    ['of one place the node-unit without a copy', { a: ['web'], b: ['x', 'y'], c: ['web', 'web'] }, ['b', 'a', 'c']],
    ['of equals the one with fewest deployments', { a: ['x', 'y'], b: ['x'], c: ['x', 'y', 'z'] }, ['b', 'a', 'c']],
  ])('prefers %s', (_case, held, best) => {
    expect(order(two, held)).toEqual(best);
  });

  it('goes by another tag if it is told to, and takes all without it for one place', () => {
    const racks = [nodeUnit('a', { rack: '1' }), nodeUnit('b', {}), nodeUnit('c', {})];
    expect(order(racks, { b: ['web'], a: ['x', 'y'] }, { NODE_UNIT_SPREAD_TAG: 'rack' })).toEqual(['a', 'c', 'b']);
  });

  it('refuses a tag that is none', () => {
    expect(() => createClaimPolicy({ env: { NODE_UNIT_SPREAD_TAG: 'a b' } })).toThrow(
      'NODE_UNIT_SPREAD_TAG="a b" is not allowed: expected the name of a tag',
    );
  });
});
