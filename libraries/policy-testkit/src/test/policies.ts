import type { ClaimPolicy, ClusterView, NodeUnit, NodeUnitRanking } from '@node-unit/scheduler';

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
