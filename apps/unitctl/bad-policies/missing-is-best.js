// Bad on purpose: who was not measured counts as idle, so a machine whose measurement fails is given everything.
export function createClaimPolicy() {
  return {
    name: 'missing_is_best',
    describe: () => ({ name: 'missing_is_best', settings: {} }),
    rank: (_deployment, nodeUnits) =>
      nodeUnits.map(({ address, resourceUsage }) => {
        const score = resourceUsage?.memoryMb ?? 0;
        return { kind: 'scored', address, score, metrics: { memory_mb: score } };
      }),
  };
}
