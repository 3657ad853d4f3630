import { type HandOverOrder, NO_ORDERS, type NodeUnitOrders } from '@node-unit/deployment';
import { distinctUntilChanged, map, type Observable, ReplaySubject, share } from 'rxjs';

import type { Query } from '../listen/FollowOptions.js';
import type { PostgresListener } from '../listen/PostgresListener.js';
import { selectDrained, selectHandOvers } from '../sql/operationTables.js';

type AllOrders = ReadonlyMap<string, NodeUnitOrders>;

/** The orders of each node-unit; all subscribers share what is read, and hear of its loss by an error. */
export function watchOrderTables(listener: PostgresListener): (address: string) => Observable<NodeUnitOrders> {
  const all$ = listener
    .follow({ channel: 'order_change', load: loadOrders })
    .pipe(share({ connector: () => new ReplaySubject<AllOrders>(1), resetOnRefCountZero: true }));
  return (address) =>
    all$.pipe(
      map((all) => all.get(address) ?? NO_ORDERS),
      distinctUntilChanged((before, after) => JSON.stringify(before) === JSON.stringify(after)),
    );
}

async function loadOrders(query: Query): Promise<AllOrders> {
  const drained = await query<{ address: string; since: string; reason: string }>(selectDrained());
  const handOvers = await query<HandOverOrder>(selectHandOvers());
  const orders = new Map<string, NodeUnitOrders>();
  for (const { address, since, reason } of drained) orders.set(address, { ...NO_ORDERS, drained: { since, reason } });
  for (const order of handOvers) {
    const { drained: isDrained, handOvers: others } = orders.get(order.address) ?? NO_ORDERS;
    orders.set(order.address, { drained: isDrained, handOvers: [...others, order] });
  }
  return orders;
}
