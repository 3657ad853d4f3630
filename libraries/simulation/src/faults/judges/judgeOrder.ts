import type { FaultHistory, RecordedRound } from '../FaultHistory.js';
import { seconds } from './judgeHolders.js';
import type { Violation } from './Violation.js';

/** For how long a candidate may be left to other node-units that are eligible for it. */
const LEFT_MS = 500;

/**
 * The queue is in the order of the documents, and together the cluster claims it from its beginning: a node-unit passes over
 * only what it leaves to others, and that for a short time. Pure.
 */
export function judgeOrder({ rounds }: FaultHistory): readonly Violation[] {
  return rounds.flatMap((round) => [...misordered(round), ...passedOver(round)]);
}

function misordered({ misordered: pair, node, atMs }: RecordedRound): readonly Violation[] {
  if (!pair) return [];
  const [earlier, later] = pair.map(({ id, updatedAt, createdAt }) => `${id} (${updatedAt}, ${createdAt})`);
  return [
    { code: 'ORDER', sentence: `${node} has ${earlier ?? ''} before ${later ?? ''} in its queue (${seconds(atMs)}).` },
  ];
}

function passedOver({ passedOver: candidates, node, claimedId, atMs }: RecordedRound): readonly Violation[] {
  const first = candidates.find(({ eligibleMs }) => eligibleMs >= LEFT_MS);
  if (!first) return [];
  const since = `for which it had been eligible for ${Math.round(first.eligibleMs)} ms`;
  const sentence = `${node} claimed ${claimedId ?? ''} before ${first.deploymentId}, ${since} (${seconds(atMs)}).`;
  return [{ code: 'ORDER', sentence }];
}
