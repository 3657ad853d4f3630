import type { Deployment } from '@node-unit/deployment';

import type { RowMove } from './RoundIndex.js';

interface Change {
  readonly leftIds: Set<string>;
  readonly entered: Deployment[];
}

/** The assigned rows by address after some moves. The lists of addresses that none of them is about stay the same objects. */
export function regroup(
  before: ReadonlyMap<string, readonly Deployment[]>,
  moves: readonly RowMove[],
): ReadonlyMap<string, readonly Deployment[]> {
  const changes = changesByAddress(moves);
  if (changes.size === 0) return before;
  const after = new Map(before);
  for (const [address, { leftIds, entered }] of changes) {
    const stayed = (before.get(address) ?? []).filter(({ id }) => !leftIds.has(id));
    const held = [...stayed, ...entered];
    if (held.length > 0) after.set(address, held);
    else after.delete(address);
  }
  return after;
}

function changesByAddress(moves: readonly RowMove[]): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  const changeOf = (address: string): Change => {
    const change = changes.get(address) ?? { leftIds: new Set(), entered: [] };
    changes.set(address, change);
    return change;
  };
  for (const { before: from, after: to } of moves) {
    if (from && from.address !== '') changeOf(from.address).leftIds.add(from.id);
    if (to && to.address !== '') changeOf(to.address).entered.push(to);
  }
  return changes;
}
