import { describe, expect, it } from 'vitest';

import { applyDeploymentChange, type Deployment, type DeploymentReplica } from '../index.js';
import { aDeployment } from '../testing.js';

const first = aDeployment({ id: '1' });
const loading: DeploymentReplica = { state: 'loading' };

function rowsOf(replica: DeploymentReplica): readonly Deployment[] {
  return replica.state === 'loading' ? [] : [...replica.deployments.values()];
}

describe(applyDeploymentChange.name, () => {
  it('is current after a snapshot, and follows deltas', () => {
    let replica = applyDeploymentChange(loading, { kind: 'snapshot', deployments: [first] });
    replica = applyDeploymentChange(replica, {
      kind: 'delta',
      upserted: [{ ...first, address: 'a' }, aDeployment({ id: '2' })],
      removedIds: [],
    });
    replica = applyDeploymentChange(replica, { kind: 'delta', upserted: [], removedIds: ['2'] });
    expect(replica).toMatchObject({ state: 'current', invalid: new Map() });
    expect(rowsOf(replica)).toEqual([{ ...first, address: 'a' }]);
  });

  it('remembers why a row is invalid until it is corrected or gone', () => {
    const invalid = [{ id: '1', reason: 'type: expected deployment or daemon' }];
    let replica = applyDeploymentChange(loading, { kind: 'snapshot', deployments: [first] });
    replica = applyDeploymentChange(replica, { kind: 'delta', upserted: [], removedIds: [], invalid });
    expect(replica).toMatchObject({ invalid: new Map([['1', invalid[0]?.reason]]) });
    expect(rowsOf(replica)).toEqual([]);
    const corrected = applyDeploymentChange(replica, { kind: 'delta', upserted: [first], removedIds: [] });
    expect(corrected).toMatchObject({ invalid: new Map() });
    const gone = applyDeploymentChange(replica, { kind: 'delta', upserted: [], removedIds: ['1'] });
    expect(gone).toMatchObject({ invalid: new Map() });
  });

  it('keeps the last known rows while the store is away, and ignores deltas until the next snapshot', () => {
    const current = applyDeploymentChange(loading, { kind: 'snapshot', deployments: [first] });
    const stale = applyDeploymentChange(current, { kind: 'unavailable', reason: 'gone' });
    expect(stale).toMatchObject({ state: 'stale', reason: 'gone' });
    expect(applyDeploymentChange(stale, { kind: 'delta', upserted: [], removedIds: ['1'] })).toBe(stale);
    expect(applyDeploymentChange(stale, { kind: 'snapshot', deployments: [] })).toMatchObject({ state: 'current' });
  });

  it('is still loading when the store is away from the start', () => {
    expect(applyDeploymentChange(loading, { kind: 'unavailable', reason: 'gone' })).toEqual({
      state: 'loading',
      reason: 'gone',
    });
  });
});
