import type { Deployment } from '@node-unit/deployment';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import { eligibleSinceOf, type Waiting } from '../judge/Waiting.js';

/** For how long a node-unit leaves a candidate to those before it among the eligible. */
const LEFT_TO_OTHERS_MS = 500;

/**
 * How many candidates this node-unit leaves to others: as many as there are eligible node-units before it, in the order of
 * addresses. So those that are tied begin at different candidates instead of fighting for one. Pure.
 */
export function placeAmongEligible(self: string, { eligible }: Pick<CandidateVerdict, 'eligible'>): number {
  return eligible.filter((address) => address < self).length;
}

/**
 * Whether this node-unit may leave a candidate to others for now. One for which it has been eligible for a while was left by
 * those others, too: it is tried first, so that no candidate waits for a node-unit that does not want it. Pure.
 */
export function mayBeLeft(
  candidate: Pick<Deployment, 'id'>,
  self: string,
  waiting: Pick<Waiting, 'candidates' | 'renewed'>,
  nowMs: number,
): boolean {
  const known = waiting.candidates.get(candidate.id);
  const sinceMs = (known && eligibleSinceOf(waiting, known).get(self)) ?? nowMs;
  return nowMs - sinceMs < LEFT_TO_OTHERS_MS;
}
