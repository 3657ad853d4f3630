import { NO_ORDERS } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { planHandOvers } from '../handOver/planHandOvers.js';

const row = (id: string, overrides = {}) => aDeployment({ id, address: 'a', updatedAt: id, ...overrides });
const rows = [row('3'), row('1'), row('2'), row('x', { address: 'b' }), row('y', { enabled: false })];
const replica = {
  state: 'current',
  deployments: new Map([...rows, row('z', { type: 'daemon' })].map((r) => [r.id, r])),
} as const;
const order = (deploymentId: string, reason = '') => ({ deploymentId, address: 'a', reason, requestedAt: '' });
const drained = { since: 'now', reason: 'disk' };

const planned = (...input: Parameters<typeof planHandOvers>) =>
  planHandOvers(...input).map(({ deployment, reason, isNamed }) => [deployment.id, reason, isNamed]);

describe(planHandOvers.name, () => {
  it('does nothing without orders or a current table', () => {
    expect(planned(undefined, replica, 'a')).toEqual([]);
    expect(planned(NO_ORDERS, replica, 'a')).toEqual([]);
    expect(planned({ ...NO_ORDERS, drained }, { state: 'loading' }, 'a')).toEqual([]);
  });

  it('names what is held, enabled and no daemon, each once, the named first', () => {
    const handOvers = [order('3'), order('x'), order('y'), order('z'), order('missing')];
    expect(planned({ drained: undefined, handOvers }, replica, 'a')).toEqual([['3', 'an operator moves it', true]]);
    const why = 'its node-unit is drained: disk';
    expect(planned({ drained, handOvers: [order('3', 'crowded')] }, replica, 'a')).toEqual([
      ['3', 'crowded', true],
      ['1', why, false],
      ['2', why, false],
    ]);
  });
});
