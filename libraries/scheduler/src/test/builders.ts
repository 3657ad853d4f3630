import type { Deployment, DeploymentReplica } from '@node-unit/deployment';

import { type ClaimPolicy, type Membership, NOTHING_WAITS, type NodeUnit, type RoundInput } from '../index.js';

export function deployment(id: string, overrides: Partial<Deployment> = {}): Deployment {
  return {
    id,
    packageName: 'demo',
    packageVersion: '1.0.0',
    command: '',
    args: [],
    env: {},
    type: 'deployment',
    address: '',
    enabled: true,
    claimEpoch: 0,
    exclusiveMs: 0,
    constraints: {},
    createdAt: '2026-01-01T00:00:00.000000Z',
    updatedAt: '2026-01-01T00:00:00.000000Z',
    ...overrides,
  };
}

export function nodeUnit(address: string, overrides: Partial<NodeUnit> = {}): NodeUnit {
  return {
    address,
    name: address,
    tags: {},
    nodeTags: {},
    claiming: true,
    capacity: undefined,
    resourceUsage: undefined,
    settledUsage: undefined,
    ...overrides,
  };
}

export function replicaOf(rows: readonly Deployment[]): DeploymentReplica {
  return { state: 'current', deployments: new Map(rows.map((row) => [row.id, row])) };
}

export function settled(...addresses: readonly string[]): Membership {
  return { state: 'settled', nodeUnits: addresses.map((address) => nodeUnit(address)), seenAddresses: new Set() };
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
