// Bad on purpose: every node-unit throws its own dice, so no two of them agree who may claim.
export function createClaimPolicy() {
  return {
    name: 'unseeded_random',
    describe: () => ({ name: 'unseeded_random', settings: {} }),
    rank: (_deployment, nodeUnits) =>
      nodeUnits.map(({ address }) => ({ kind: 'scored', address, score: Math.random(), metrics: {} })),
  };
}
