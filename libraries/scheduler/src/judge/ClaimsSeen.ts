import type { Deployment } from '@node-unit/deployment';

import { firstPlaceAfter } from '../index/firstPlaceAfter.js';
import { claimingOrder } from './claimingOrder.js';

/** A candidate that was seen to be taken. */
export interface SeenClaim {
  readonly address: string;
  readonly row: Deployment;
  readonly seenMs: number;
}

/** Finds when something before a place of the queue was last seen to be taken. */
export class ClaimsSeen {
  readonly #inOrder: readonly SeenClaim[];
  /** At each place, the latest of all up to it. */
  readonly #latestMs: readonly number[];

  /** In claiming order. */
  public constructor(inOrder: readonly SeenClaim[]) {
    this.#inOrder = inOrder;
    let latestMs = Number.NEGATIVE_INFINITY;
    this.#latestMs = inOrder.map(({ seenMs }) => (latestMs = Math.max(latestMs, seenMs)));
  }

  public static of(claims: ReadonlyMap<string, Omit<SeenClaim, 'address'>>): ClaimsSeen {
    const all = [...claims].map(([address, claim]) => ({ address, ...claim }));
    return new ClaimsSeen(all.sort((a, b) => claimingOrder(a.row, b.row)));
  }

  public by(addresses: readonly string[]): ClaimsSeen {
    if (this.#inOrder.length === 0) return this;
    const wanted = new Set(addresses);
    return new ClaimsSeen(this.#inOrder.filter(({ address }) => wanted.has(address)));
  }

  /** The queue is claimed from its beginning, so most candidates come after all that were taken. */
  public areAllBefore(candidate: Deployment): boolean {
    const last = this.#inOrder.at(-1);
    return !last || claimingOrder(last.row, candidate) < 0;
  }

  /** Claiming a later candidate skips this one, so it is no progress towards it. Negative infinity if there is none. */
  public latestBeforeMs(candidate: Deployment): number {
    if (this.areAllBefore(candidate)) return this.#latestMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    const place = firstPlaceAfter(this.#inOrder, ({ row }) => claimingOrder(row, candidate) < 0);
    return this.#latestMs[place - 1] ?? Number.NEGATIVE_INFINITY;
  }
}
