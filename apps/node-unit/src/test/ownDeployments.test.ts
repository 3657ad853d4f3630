import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { isOwnHere, ownDeployments, trustOf } from '../deployments/ownDeployments.js';

function deployment(id: string, overrides: Partial<Deployment>): Deployment {
  return aDeployment({ id, packageName: '@mine/demo', ...overrides });
}

const rows = [
  deployment('own', { address: 'a' }),
  deployment('own, disabled', { address: 'a', enabled: false }),
  deployment('unassigned', {}),
  deployment('of another', { address: 'b' }),
  deployment('daemon', { type: 'daemon' }),
  deployment('daemon with an address', { type: 'daemon', address: 'b' }),
  deployment('foreign', { address: 'a', packageName: 'foreign' }),
];
const deployments = new Map(rows.map((row) => [row.id, row]));
const trusts = trustOf(/^@mine\//);

describe(isOwnHere.name, () => {
  it('leaves out the daemons that a dedicated node-unit does not accept, and keeps what has to be handed back', () => {
    const own = (onlyNames?: readonly string[]) =>
      rows.filter((row) => isOwnHere(row, 'a', onlyNames)).map(({ id }) => id);
    expect(own()).toEqual(['own', 'daemon', 'daemon with an address', 'foreign']);
    expect(own(['drill-1'])).toEqual(['own', 'foreign']);
  });
});

describe(ownDeployments.name, () => {
  it.each<DeploymentReplica>([
    { state: 'current', deployments },
    { state: 'stale', deployments, reason: 'the database is away' },
  ])('are the enabled ones with the own address, and every daemon: $state', (replica) => {
    const own = ownDeployments(replica, 'a', trusts);
    expect(own?.running.map(({ id }) => id)).toEqual(['own', 'daemon', 'daemon with an address']);
    expect(own?.untrusted.map(({ id }) => id)).toEqual(['foreign']);
  });

  it('are unknown, not none, before the store was heard', () => {
    expect(ownDeployments({ state: 'loading' }, 'a', trusts)).toBeUndefined();
  });
});
