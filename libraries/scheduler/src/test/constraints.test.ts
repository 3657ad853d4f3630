import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Constraints } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { planRound } from '../index.js';
import { deployment, replicaOf, roundInput, settled } from './builders.js';

const nodeUnits = [
  aNodeUnit('a', { nodeTags: { zone: 'eu', gpu: 'yes' } }),
  aNodeUnit('b', { nodeTags: { zone: 'us' } }),
  aNodeUnit('c', { nodeTags: { zone: 'asia', ssd: '' }, claiming: false }),
];

function judge(constraints: Constraints, self = 'a') {
  const candidate = deployment('1', { constraints });
  const membership = { ...settled(), nodeUnits };
  const plan = planRound(roundInput({ self, membership, replica: replicaOf([candidate]) }));
  if (plan.kind !== 'act') throw new Error(plan.reason);
  return plan.judge(candidate);
}

describe('constraints', () => {
  it.each<[string, Constraints, readonly string[]]>([
    ['none', {}, ['a', 'b']],
    ['a value', { zone: 'eu' }, ['a']],
    ['one of several values', { zone: ['eu', 'asia'] }, ['a']],
    ['a tag that must be there', { gpu: { exists: true } }, ['a']],
    ['a tag that must be absent', { ssd: { exists: false } }, ['a', 'b']],
    ['a name that every object has', { constructor: { exists: false } }, ['a', 'b']],
    ['several, all of which must hold', { zone: 'eu', gpu: 'yes' }, ['a']],
  ])('let only those be ranked that qualify: %s', (_case, constraints, qualified) => {
    const verdict = judge(constraints);
    expect(verdict).toMatchObject({ kind: 'eligible', eligible: qualified });
    expect(verdict.rankings.map(({ address }) => address)).toEqual(qualified);
  });

  it.each<[Constraints, string]>([
    [{ zone: 'eu' }, 'it needs zone=eu, found us; node-units that qualify: 1'],
    [
      { zone: 'eu', gpu: ['yes', 'big'] },
      'it needs zone=eu, found us; gpu=yes|big, found no such tag; node-units that',
    ],
    [{ zone: { exists: false } }, 'nobody can run it: no online node-unit that claims has no tag zone'],
    [{ zone: 'asia' }, 'nobody can run it: no online node-unit that claims has zone=asia'],
  ])('say what is missing, and whether anybody qualifies: %j', (constraints, detail) => {
    expect(judge(constraints, 'b')).toMatchObject({
      kind: 'refused',
      reason: 'constraints',
      eligible: [],
      detail: expect.stringContaining(detail) as string,
    });
  });

  it('move nothing that is assigned: only claiming is filtered', () => {
    const held = deployment('1', { address: 'b', constraints: { zone: 'eu' } });
    const plan = planRound(roundInput({ membership: { ...settled(), nodeUnits }, replica: replicaOf([held]) }));
    expect(plan).toMatchObject({ kind: 'act', lostAddresses: [], candidates: [] });
  });
});
