import type { SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';
import { hasStopped } from './judgeConvergence.js';

/**
 * Names what nobody claimed, and what was claimed only because patience with the eligible ran out. In a simulation
 * every node-unit that is eligible does claim, so it is the policy that named the wrong ones. Pure.
 *
 * @beta
 */
export function judgeStarvation(result: SimulationResult): readonly Fault[] {
  return [...neverClaimed(result), ...claimedOutOfImpatience(result)];
}

function neverClaimed(result: SimulationResult): readonly Fault[] {
  const [first] = result.unclaimed;
  if (!first || !hasStopped(result)) return [];
  const waitedMs = result.endedMs - first.sinceMs;
  const { unclaimed, deployments } = result;
  return [
    {
      code: 'STARVATION',
      sentence:
        `Nobody claimed ${unclaimed.length} of ${deployments} deployments: ${first.deploymentId} has waited ` +
        `${Math.round(waitedMs / 1_000)} s, and no node-unit finds itself eligible.`,
      example: { deploymentId: first.deploymentId, waitedMs },
    },
  ];
}

function claimedOutOfImpatience({ rounds, timing }: SimulationResult): readonly Fault[] {
  const widened = rounds.filter(({ widenedBy }) => widenedBy > 0);
  const [first] = widened;
  if (!first) return [];
  return [
    {
      code: 'STARVATION',
      sentence:
        `${widened.length} deployments were claimed only because patience ran out after ` +
        `${timing.patienceMs / 1_000} s: no node-unit that the policy named eligible took them.`,
      example: {
        deploymentId: first.claimedId,
        claimedBy: first.address,
        atMs: first.atMs,
        widenedBy: first.widenedBy,
      },
    },
  ];
}
