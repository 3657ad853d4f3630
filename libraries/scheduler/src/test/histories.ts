import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';
import type { Membership, NodeUnit } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';
import * as fc from 'fast-check';

import type { ClaimPolicy, NodeUnitRanking, PendingWrites } from '../index.js';
import { deployment } from './builders.js';

const ADDRESSES = ['a', 'b', 'c', 'd'];

const row = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
    address: fc.constantFrom('', '', '', 'a', 'b', 'c', 'gone'),
    claimEpoch: fc.nat(3),
    name: fc.constantFrom('', '', 'mine'),
    packageName: fc.constantFrom('web', 'worker', 'broken'),
    enabled: fc.constantFrom(true, true, true, true, false),
    type: fc.constantFrom('deployment' as const, 'deployment' as const, 'deployment' as const, 'daemon' as const),
    updatedAt: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
    command: fc.constantFrom('', '', '', 'own', 'foreign'),
    exclusiveMs: fc.constantFrom(0, 0, 1_000),
    constraints: fc.constantFrom({}, {}, { zone: 'eu' }, { zone: ['eu', 'us'] }, { zone: 'moon' }),
  })
  .map(({ id, ...overrides }) => deployment(id, overrides));

const nodeUnit = (address: string): fc.Arbitrary<NodeUnit> =>
  fc
    .record({
      claiming: fc.constantFrom(true, true, true, false),
      allowsCommands: fc.constantFrom(true, false, undefined),
      onlyNames: fc.constantFrom(undefined, undefined, undefined, ['mine'], []),
      nodeTags: fc.constantFrom({}, { zone: 'eu' }, { zone: 'us' }),
    })
    .map((overrides) => aNodeUnit(address, overrides));

const membership: fc.Arbitrary<Membership> = fc
  .record({
    nodeUnits: fc.tuple(...ADDRESSES.map(nodeUnit)).chain((all) => fc.subarray(all, { minLength: 1 })),
    state: fc.constantFrom('settled' as const, 'settled' as const, 'host_young' as const, 'joining' as const),
  })
  .map((parts) => ({ ...parts, seenAddresses: new Set(['gone']) }));

const pendingWrites: fc.Arbitrary<PendingWrites> = fc
  .dictionary(
    fc.constantFrom('1', '2', '3', '4'),
    fc.record({ address: fc.constantFrom('', 'a'), claimEpoch: fc.nat(4) }),
    { maxKeys: 2 },
  )
  .map((writes) => new Map(Object.entries(writes)));

/** What happens between two rounds. */
export const step = fc.record({
  upserted: fc.array(row, { maxLength: 2 }),
  /** Which of the unassigned are taken, and by whom. */
  taken: fc.record({
    address: fc.constantFrom('a', 'b', 'c'),
    ids: fc.subarray(['8', '7', '6', '5', '4', '3', '2', '1'], { maxLength: 3 }),
  }),
  removedIds: fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 1 }),
  /** Whether all rows are read again, so that nothing is known about what changed. */
  isReadAnew: fc.constantFrom(false, false, false, false, true),
  membership: fc.option(membership, { freq: 3 }),
  pendingWrites: fc.option(pendingWrites, { freq: 2 }),
  passedMs: fc.constantFrom(0, 1, 400, 1_000, 2_500),
  /** Whether a round is planned then, and whether it judges everything or stops at what it may claim. */
  round: fc.constantFrom('all' as const, 'all' as const, 'first' as const, undefined),
});

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export function afterStep(
  rows: VersionedMap<string, Deployment>,
  { upserted, taken, removedIds, isReadAnew }: Step,
): VersionedMap<string, Deployment> {
  const claimed = taken.ids.flatMap((id) => {
    const each = rows.get(id);
    return each?.address === '' ? [{ ...each, address: taken.address, claimEpoch: each.claimEpoch + 1 }] : [];
  });
  const changed = [...claimed, ...upserted].map((each) => [each.id, each] as const);
  const next = rows.with(changed, removedIds);
  return isReadAnew ? VersionedMap.of([...next]) : next;
}

type Scores = (candidate: Deployment, nodeUnit: NodeUnit, held: readonly Deployment[]) => number;

function scoring(name: string, scoreOf: Scores): ClaimPolicy {
  const rank: ClaimPolicy['rank'] = (candidate, nodeUnits, { deploymentsByAddress }) =>
    nodeUnits.map((each): NodeUnitRanking => {
      const score = scoreOf(candidate, each, deploymentsByAddress.get(each.address) ?? []);
      return { kind: 'scored', address: each.address, score, metrics: { score } };
    });
  return { name, describe: () => ({ name, settings: {} }), rank };
}

const copies = scoring('copies', ({ packageName }, _nodeUnit, held) => {
  if (packageName === 'broken') throw new Error('it knows no such package');
  return held.filter((each) => each.packageName === packageName).length;
});

const single = scoring('single', ({ id }, { address }) => (id.charCodeAt(0) * 7 + address.charCodeAt(0)) % 3);

const countOrPackage = scoring('count_or_package', ({ id, packageName }, { address }, held) => {
  if (held.length === 0) return Number.NaN;
  return packageName === 'web' ? held.length : id.charCodeAt(0) % 2 ? address.charCodeAt(0) : held.length;
});

/** Names the best alone, too. */
function naming(name: string, policy: ClaimPolicy): ClaimPolicy {
  const bestOf = (rankings: readonly NodeUnitRanking[]): readonly NodeUnitRanking[] => {
    const scores = rankings.flatMap((each) =>
      each.kind === 'scored' && Number.isFinite(each.score) ? [each.score] : [],
    );
    return rankings.filter((each) => each.kind === 'scored' && each.score === Math.min(...scores));
  };
  return {
    ...policy,
    name,
    prepareBest:
      (view) =>
      (...question) =>
        bestOf(policy.rank(...question, view)),
  };
}

const inPairs: ClaimPolicy = {
  name: 'in_pairs',
  describe: () => ({ name: 'in_pairs', settings: {} }),
  rank: (_candidate, nodeUnits) =>
    nodeUnits.flatMap(({ address }, index) =>
      [1, 5].map((step) => ({ kind: 'scored', address, score: (9 - index) * step, metrics: {} })),
    ),
};

/** Policies that look at nothing, at some fields, at one depending on another, and at all of a deployment. */
export const policies: readonly ClaimPolicy[] = [
  scoring('count', (_candidate, _nodeUnit, held) => held.length),
  scoring('fixed', (_candidate, { address }) => address.charCodeAt(0)),
  copies,
  { ...copies, name: 'prepared', prepare: (view) => (candidate, nodeUnits) => copies.rank(candidate, nodeUnits, view) },
  single,
  naming('best_single', single),
  naming('best_copies', copies),
  naming('best_count_or_package', countOrPackage),
  scoring('now_and_then', ({ packageName, exclusiveMs, id }, { address }, held) => {
    if (packageName === 'web') return held.length;
    return exclusiveMs > 0 ? id.charCodeAt(0) % 2 : address.charCodeAt(0);
  }),
  scoring('whole', (candidate, _nodeUnit, held) => JSON.stringify({ ...candidate }).length + held.length),
  inPairs,
  scoring('blind', (_candidate, _nodeUnit, held) => (held.length % 2 === 0 ? Number.NaN : held.length)),
];
