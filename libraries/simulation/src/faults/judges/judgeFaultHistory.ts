import type { FaultHistory } from '../FaultHistory.js';
import { judgeClaims } from './judgeClaims.js';
import { judgeHolders, seconds } from './judgeHolders.js';
import { judgeOrder } from './judgeOrder.js';
import { judgeRobbery } from './judgeRobbery.js';
import { judgeWaiting } from './judgeWaiting.js';
import type { Violation } from './Violation.js';

/**
 * The guarantees that did not hold in a history. Pure.
 *
 * @beta
 */
export function judgeFaultHistory(history: FaultHistory): readonly Violation[] {
  return [
    ...judgeHolders(history),
    ...judgeClaims(history),
    ...judgeRobbery(history),
    ...judgeOrder(history),
    ...judgeWaiting(history),
    ...judgeRounds(history),
  ];
}

function judgeRounds({ rounds }: FaultHistory): readonly Violation[] {
  return rounds.flatMap(({ skipReason, skipDetail, node, atMs }): readonly Violation[] => {
    if (skipReason === undefined) return [];
    const sentence = `A round of ${node} failed with ${skipReason}: ${skipDetail ?? ''} (${seconds(atMs)}).`;
    return [{ code: 'FAILED_ROUND', sentence }];
  });
}
