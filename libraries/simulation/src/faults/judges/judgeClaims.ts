import type { FaultHistory, RecordedWrite } from '../FaultHistory.js';
import { seconds } from './judgeHolders.js';
import type { Violation } from './Violation.js';

/** A claim takes what the claimant has seen, and only what is enabled; a round claims at most one. Pure. */
export function judgeClaims({ writes }: FaultHistory): readonly Violation[] {
  const claims = writes.filter(({ after }) => after.address !== '');
  return [...claims.flatMap(unseen), ...severalInARound(claims)];
}

function unseen({ before, address, seenEpoch, atMs }: RecordedWrite): readonly Violation[] {
  const code = 'CLAIMED_UNSEEN';
  const what = `${address} claimed ${before.id}`;
  if (!before.enabled) return [{ code, sentence: `${what}, which is disabled (${seconds(atMs)}).` }];
  if (seenEpoch === before.claimEpoch) return [];
  const epochs = `at claim epoch ${before.claimEpoch}, having seen ${seenEpoch ?? 'none'}`;
  return [{ code, sentence: `${what} ${epochs} (${seconds(atMs)}).` }];
}

function severalInARound(claims: readonly RecordedWrite[]): readonly Violation[] {
  const first = new Map<string, RecordedWrite>();
  return claims.flatMap((claim): readonly Violation[] => {
    const round = `round ${claim.round} of agent ${claim.agent} of ${claim.node}`;
    const other = first.get(round);
    first.set(round, other ?? claim);
    if (!other) return [];
    const sentence = `In ${round}, ${other.before.id} and ${claim.before.id} were claimed (${seconds(claim.atMs)}).`;
    return [{ code: 'MORE_THAN_ONE_CLAIM', sentence }];
  });
}
