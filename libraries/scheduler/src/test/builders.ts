import type { Membership } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Deployment, DeploymentReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';

import { type ClaimPolicy, NOTHING_WAITS, type RoundInput } from '../index.js';

export function deployment(id: string, overrides: Partial<Deployment> = {}): Deployment {
  return aDeployment({ id, ...overrides });
}

export function replicaOf(rows: readonly Deployment[]): DeploymentReplica {
  return { state: 'current', deployments: new Map(rows.map((row) => [row.id, row])) };
}

export function settled(...addresses: readonly string[]): Membership {
  return { state: 'settled', nodeUnits: addresses.map((address) => aNodeUnit(address)), seenAddresses: new Set() };
}

/** Fewest deployments first: the smallest policy that shows what the core does. */
export const countPolicy: ClaimPolicy = {
  name: 'count',
  describe: () => ({ name: 'count', settings: {} }),
  rank: (_deployment, nodeUnits, view) =>
    nodeUnits.map(({ address }) => {
      const count = view.deploymentsByAddress.get(address)?.length ?? 0;
      return { kind: 'scored', address, score: count, metrics: { count } };
    }),
};

export function roundInput(overrides: Partial<RoundInput> = {}): RoundInput {
  return {
    self: 'a',
    policy: countPolicy,
    trusts: () => true,
    membership: settled('a', 'b'),
    replica: replicaOf([]),
    pendingWrites: new Map(),
    nowMs: 0,
    patienceMs: 10_000,
    waiting: NOTHING_WAITS,
    ...overrides,
  };
}
