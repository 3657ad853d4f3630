import type { Deployment } from '@node-unit/deployment';

import { claimingOrder } from '../judge/claimingOrder.js';
import { firstPlaceAfter } from './firstPlaceAfter.js';

/** A queue in claiming order after some have left and others have entered it; the same array if nobody did. */
export function mergeQueue(
  queue: readonly Deployment[],
  leftIds: readonly string[],
  entered: readonly Deployment[],
): readonly Deployment[] {
  if (leftIds.length === 0 && entered.length === 0) return queue;
  const left = new Set(leftIds);
  const stayed = left.size === 0 ? queue : queue.filter(({ id }) => !left.has(id));
  const merged: Deployment[] = [];
  let from = 0;
  for (const row of [...entered].sort(claimingOrder)) {
    const to = firstPlaceAfter(stayed, (other) => claimingOrder(other, row) < 0, from);
    for (; from < to; from += 1) merged.push(stayed[from] as Deployment);
    merged.push(row);
  }
  return [...merged, ...stayed.slice(from)];
}
