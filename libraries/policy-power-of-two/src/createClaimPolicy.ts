import type { ClaimPolicy } from '@node-unit/scheduler';

import { sampleTwo } from './sampleTwo.js';

/**
 * The policy `power_of_two`: two node-units are sampled for each deployment, and the one of them that holds fewer is
 * eligible. The others come after both, by the number of deployments, so that nobody starves when both hang.
 * It has no settings.
 *
 * @remarks
 * In a large fleet with `least_deployments`, all node-units race for one minimum; here two race for each deployment.
 * The idea is that of two random choices (Mitzenmacher 2001): nearly as even as looking at everybody.
 *
 * @public
 */
export function createClaimPolicy(): ClaimPolicy {
  const name = 'power_of_two';
  return {
    name,
    describe: () => ({ name, settings: {} }),
    rank: ({ id }, nodeUnits, { deploymentsByAddress }) => {
      const countOf = (address: string): number => deploymentsByAddress.get(address)?.length ?? 0;
      const addresses = nodeUnits.map(({ address }) => address);
      const sampled = sampleTwo(id, addresses);
      const behindSampled = Math.max(0, ...sampled.map(countOf)) + 1;
      return addresses.map((address) => {
        const deployments = countOf(address);
        const isSampled = sampled.includes(address);
        const score = isSampled ? deployments : behindSampled + deployments;
        return { kind: 'scored', address, score, metrics: { deployments, sampled: Number(isSampled) } };
      });
    },
  };
}
