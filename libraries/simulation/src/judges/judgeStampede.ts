import type { SimulationResult } from '../SimulationResult.js';
import { claimIntervals, type Stampede } from './claimIntervals.js';
import type { Fault } from './Fault.js';

/**
 * Names the worst stampede: claims that one node took within a sampling interval, before measurements could show them,
 * although another node held fewer deployments and would have had less load, and half as many again as its equal share.
 * Pure.
 *
 * @beta
 */
export function judgeStampede(result: SimulationResult): readonly Fault[] {
  const stampedes = claimIntervals(result).flatMap(({ stampede }) => stampede ?? []);
  const worst = [...stampedes].sort((a, b) => b.tooMany - a.tooMany)[0];
  return worst ? [stampedeFault(worst, result, stampedes.length)] : [];
}

function stampedeFault(worst: Stampede, { nodes, timing }: SimulationResult, count: number): Fault {
  const name = nodes.find(({ address }) => address === worst.address)?.name ?? worst.address;
  const others = count > 1 ? ` It happened in ${count} intervals.` : '';
  return {
    code: 'STAMPEDE',
    sentence:
      `Within ${timing.samplingIntervalMs / 1_000} s ${name} took ${worst.claims} of ${worst.claimsOfAll} claims, ` +
      `${worst.tooMany} of them although ${worst.better} held fewer deployments and had less load.${others}`,
    example: { node: name, ...worst },
  };
}
