import type { NodeUnit } from '@node-unit/fleet';
import type { ClaimPolicy, ClusterView, NodeUnitRanking } from '@node-unit/scheduler';

type Score = (nodeUnit: NodeUnit, index: number, view: ClusterView) => number;

/** A policy that gives every node-unit a score. */
export function scoring(score: Score): () => ClaimPolicy {
  return ranking((nodeUnits, view) =>
    nodeUnits.map((nodeUnit, index) => {
      return { kind: 'scored', address: nodeUnit.address, score: score(nodeUnit, index, view), metrics: {} };
    }),
  );
}

export function ranking(
  rank: (nodeUnits: readonly NodeUnit[], view: ClusterView) => readonly NodeUnitRanking[],
): () => ClaimPolicy {
  return () => ({
    name: 'sample',
    describe: () => ({ name: 'sample', settings: {} }),
    rank: (_deployment, nodeUnits, view) => rank(nodeUnits, view),
  });
}

export const count = ({ address }: NodeUnit, { deploymentsByAddress }: ClusterView): number =>
  deploymentsByAddress.get(address)?.length ?? 0;

/** The policy that nothing is wrong with. */
export const good = scoring((nodeUnit, _index, view) => count(nodeUnit, view));

/** Fewest deployments of the package, then of all. */
export const perPackage = (): ClaimPolicy => ({
  ...good(),
  rank: ({ packageName }, nodeUnits, view) =>
    nodeUnits.map((nodeUnit) => {
      const held = view.deploymentsByAddress.get(nodeUnit.address) ?? [];
      const copies = held.filter((each) => each.packageName === packageName).length;
      return { kind: 'scored', address: nodeUnit.address, score: copies * 1_000 + held.length, metrics: { copies } };
    }),
});

/** Fewest deployments of two node-units that the id of the deployment picks: uneven now and then, but no stampede. */
export const bestOfTwo = (): ClaimPolicy => ({
  ...good(),
  rank: ({ id }, nodeUnits, view) => {
    const order = [...nodeUnits].sort((a, b) => hash(id + a.address) - hash(id + b.address));
    return order.map((nodeUnit, index) =>
      index < 2
        ? { kind: 'scored', address: nodeUnit.address, score: count(nodeUnit, view), metrics: {} }
        : { kind: 'unscored', address: nodeUnit.address, reason: 'not picked' },
    );
  },
});

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (Math.imul(value, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
}
