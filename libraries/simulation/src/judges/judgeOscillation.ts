import type { SimulationResult } from '../SimulationResult.js';
import { type ClaimInterval, claimIntervals } from './claimIntervals.js';
import type { Fault } from './Fault.js';

/** So many intervals in a row, each with another node that takes nearly everything, are a swing. */
const SWINGS = 3;

/**
 * Names swings: one node takes nearly everything in a sampling interval, another one in the next, because each measurement
 * makes another node look best, and at least one of them is a stampede; and deployments that were claimed more than once although nobody was lost. Pure.
 *
 * @beta
 */
export function judgeOscillation(result: SimulationResult): readonly Fault[] {
  return [...swings(result), ...claimedAgain(result)];
}

function swings(result: SimulationResult): readonly Fault[] {
  const longest = longestSwing(claimIntervals(result));
  if (longest.length < SWINGS || longest.every(({ stampede }) => !stampede)) return [];
  const nameOf = new Map(result.nodes.map(({ address, name }) => [address, name]));
  const names = longest.map(({ taker = '' }) => nameOf.get(taker) ?? taker);
  return [
    {
      code: 'OSCILLATION',
      sentence: `Whoever was measured lowest took everything until the next measurement: ${names.join(', then ')}.`,
      example: { nodes: names, fromMs: longest[0]?.fromMs },
    },
  ];
}

function longestSwing(intervals: readonly ClaimInterval[]): readonly ClaimInterval[] {
  let longest: readonly ClaimInterval[] = [];
  let current: readonly ClaimInterval[] = [];
  for (const interval of intervals) {
    if (interval.taker === undefined) current = [];
    else current = current.at(-1)?.taker === interval.taker ? [interval] : [...current, interval];
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

function claimedAgain({ claims, nodes }: SimulationResult): readonly Fault[] {
  const times = new Map<string, number>();
  for (const { deploymentId } of claims) times.set(deploymentId, (times.get(deploymentId) ?? 0) + 1);
  const [worst] = [...times].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  if (!worst) return [];
  const sentence = `Deployment ${worst[0]} was claimed ${worst[1]} times although none of ${nodes.length} nodes was lost.`;
  return [{ code: 'OSCILLATION', sentence, example: { deploymentId: worst[0], claims: worst[1] } }];
}
