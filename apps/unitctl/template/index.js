const name = '__NAME__';

/**
 * Keeps copies of a package apart: fewest copies of it first, then fewest deployments.
 *
 * @type {import('@node-unit/scheduler').ClaimPolicyModule['createClaimPolicy']}
 */
export const createClaimPolicy = () => ({
  name,
  describe: () => ({ name, settings: {} }),
  rank: ({ packageName }, nodeUnits, { deploymentsByAddress }) =>
    nodeUnits.map(({ address }) => {
      const held = deploymentsByAddress.get(address) ?? [];
      const copies = held.filter((each) => each.packageName === packageName).length;
      const metrics = { copies, deployments: held.length };
      return { kind: 'scored', address, score: copies * 1_000 + held.length, metrics };
    }),
});
