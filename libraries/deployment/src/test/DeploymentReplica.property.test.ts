import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyDeploymentChange, type Deployment, type DeploymentChange, type DeploymentReplica } from '../index.js';
import { aDeployment } from '../testing.js';

const id = fc.constantFrom('1', '2', '3', '4', '5');
const row = fc
  .record({ id, address: fc.constantFrom('', 'a', 'b'), claimEpoch: fc.nat(5) })
  .map((part) => aDeployment(part));
const invalid = fc.array(fc.record({ id, reason: fc.constantFrom('type', 'health') }), { maxLength: 2 });
const rows = fc.array(row, { maxLength: 4 });
const change: fc.Arbitrary<DeploymentChange> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('snapshot' as const), deployments: rows, invalid }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('delta' as const),
      upserted: rows,
      removedIds: fc.array(id, { maxLength: 2 }),
      invalid,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unavailable' as const), reason: fc.constant('away') }) },
);

interface PlainReplica {
  readonly state: DeploymentReplica['state'];
  readonly deployments: ReadonlyMap<string, Deployment>;
  readonly invalid: ReadonlyMap<string, string>;
}

/** The same, by copying everything at every change. */
function applyPlainly(replica: PlainReplica, next: DeploymentChange): PlainReplica {
  switch (next.kind) {
    case 'unavailable':
      return { ...replica, state: replica.state === 'loading' ? 'loading' : 'stale' };
    case 'snapshot':
      return {
        state: 'current',
        deployments: new Map(next.deployments.map((each) => [each.id, each])),
        invalid: new Map(next.invalid?.map(({ id: faulty, reason }) => [faulty, reason])),
      };
    case 'delta':
      return replica.state === 'current' ? { ...replica, ...patchPlainly(replica, next) } : replica;
  }
}

function patchPlainly(replica: PlainReplica, delta: DeploymentChange & { kind: 'delta' }): Omit<PlainReplica, 'state'> {
  const deployments = new Map(replica.deployments);
  const faults = new Map(replica.invalid);
  for (const each of delta.upserted) {
    deployments.set(each.id, each);
    faults.delete(each.id);
  }
  for (const each of delta.invalid ?? []) {
    deployments.delete(each.id);
    faults.set(each.id, each.reason);
  }
  for (const each of delta.removedIds) {
    deployments.delete(each);
    faults.delete(each);
  }
  return { deployments, invalid: faults };
}

describe(applyDeploymentChange.name, () => {
  it('says at every moment of every history what a plain copy says, also later', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (history) => {
        let replica: DeploymentReplica = { state: 'loading' };
        let plain: PlainReplica = { state: 'loading', deployments: new Map(), invalid: new Map() };
        const moments = history.map((next) => {
          replica = applyDeploymentChange(replica, next);
          plain = applyPlainly(plain, next);
          return { replica, plain };
        });
        for (const moment of moments) expect(contentsOf(moment.replica)).toEqual(contentsOf(moment.plain));
      }),
    );
  });
});

function contentsOf(replica: DeploymentReplica | PlainReplica) {
  if (!('deployments' in replica)) return { state: replica.state, deployments: [], invalid: [] };
  const byId = <T>(entries: ReadonlyMap<string, T>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const { state, deployments, invalid: faults = new Map<string, string>() } = replica;
  return { state, deployments: byId(deployments), invalid: byId(faults) };
}
