// Bad on purpose: prefers whoever is listed first. Everybody lists the cluster in an order of its own.
export function createClaimPolicy() {
  return {
    name: 'always_first',
    describe: () => ({ name: 'always_first', settings: {} }),
    rank: (_deployment, nodeUnits) =>
      nodeUnits.map(({ address }, index) => ({ kind: 'scored', address, score: index, metrics: { index } })),
  };
}
