import type { Deployment } from '@node-unit/deployment';
import { aNodeUnit } from '@node-unit/fleet/testing';
import { describe, expect, it } from 'vitest';

import { placementOf, planRound } from '../index.js';
import { countPolicy, deployment, replicaOf, roundInput, settled } from './builders.js';

const dedicated = aNodeUnit('drill', { onlyNames: ['probe'] });
const nodeUnits = [aNodeUnit('a'), aNodeUnit('b'), dedicated];
const busy = ['a', 'b'].map((address) => deployment(`held by ${address}`, { address }));

function plan(candidate: Deployment, self: string) {
  const membership = { ...settled(), nodeUnits };
  const planned = planRound(roundInput({ self, membership, replica: replicaOf([...busy, candidate]) }));
  if (planned.kind !== 'act') throw new Error(planned.reason);
  return planned;
}

describe('a node-unit that is dedicated to some deployments', () => {
  it('is not ranked for others, although it holds nothing, so that nobody waits for it', () => {
    const candidate = deployment('1', { name: 'web' });
    const verdict = plan(candidate, 'a').judge(candidate);
    expect(verdict).toMatchObject({ kind: 'eligible', eligible: ['a', 'b'], patience: { widenedBy: 0 } });
    expect(verdict.rankings.map(({ address }) => address)).toEqual(['a', 'b']);
  });

  it('says why it takes none of them', () => {
    const candidate = deployment('1', { name: 'web' });
    expect(plan(candidate, 'drill').judge(candidate)).toMatchObject({
      kind: 'refused',
      reason: 'other_names',
      detail: 'this node-unit accepts only probe (NODE_UNIT_ONLY_NAMES); node-units that qualify: 2',
    });
  });

  it('is ranked for those, among the others', () => {
    const candidate = deployment('1', { name: 'probe' });
    expect(plan(candidate, 'drill').judge(candidate)).toMatchObject({ kind: 'eligible', eligible: ['drill'] });
  });

  it('is told apart for candidates that are the same but for their names', () => {
    const [web, probe] = [deployment('1', { name: 'web' }), deployment('2', { name: 'probe' })];
    const { judge } = plan(web, 'a');
    expect([judge(web), judge(probe)].map(({ eligible }) => eligible)).toEqual([['a', 'b'], ['drill']]);
  });

  it('is no place to move others to', () => {
    const held = deployment('1', { name: 'web', address: 'a' });
    const { view } = plan(deployment('2'), 'a');
    expect(placementOf(held, view, { policy: countPolicy }, new Set(['a']))).toMatchObject({ eligible: ['b'] });
    expect(placementOf(held, view, { policy: countPolicy }, new Set(['a', 'b']))).toMatchObject({ kind: 'nowhere' });
  });
});
