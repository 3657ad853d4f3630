import type { FaultHistory } from '../FaultHistory.js';
import type { Violation } from './Violation.js';

/** When nothing goes wrong any more, everything that somebody can run runs in time. Pure. */
export function judgeWaiting({ unplaced, endedMs }: FaultHistory): readonly Violation[] {
  return unplaced
    .filter(({ runners }) => runners.length <= 1)
    .map(({ deploymentId, address, runners, qualified }) => {
      const held = address === '' ? 'is unassigned' : `is assigned to ${address}`;
      const run = runners.length === 0 ? 'runs nowhere' : `runs on ${runners.join(', ')}`;
      const sentence =
        `${deploymentId} ${held} and ${run} after ${Math.round(endedMs / 1_000)} s, long after the last fault ended; ` +
        `it could run on ${qualified.join(', ') || 'none'}.`;
      return { code: 'STARVATION', sentence };
    });
}
