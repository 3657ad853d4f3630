import type { Deployment } from '@node-unit/deployment';
import { type PendingWrites, type RoundIndex, updateIndex } from '@node-unit/scheduler';

type Rows = ReadonlyMap<string, Deployment>;

const NO_WRITES: PendingWrites = new Map();
const NOTHING: readonly Deployment[] = [];

/**
 * The indexes of the versions of a table, each made once from the one before: many agents then need neither the time nor the
 * memory of one each.
 */
export class SharedIndexes {
  /** For as long as somebody has these rows. */
  readonly #byRows = new WeakMap<Rows, RoundIndex>();
  #latest: RoundIndex | undefined;

  /** The next version of the table. */
  public add(rows: Rows): void {
    this.#latest = updateIndex(this.#latest, rows, NO_WRITES);
    this.#byRows.set(rows, this.#latest);
  }

  /** The enabled rows that an address holds; the same array while they do not change. Undefined if these rows are not shared. */
  public heldBy(address: string, rows: Rows): readonly Deployment[] | undefined {
    const shared = this.#byRows.get(rows);
    return shared && (shared.deploymentsByAddress.get(address) ?? NOTHING);
  }

  /** As {@link updateIndex}. Who has missed something has rows that nobody else has, and an index of its own. */
  public index(earlier: RoundIndex | undefined, rows: Rows, pendingWrites: PendingWrites): RoundIndex {
    const shared = this.#byRows.get(rows);
    if (!shared) return updateIndex(earlier, rows, pendingWrites);
    return pendingWrites.size === 0 ? shared : updateIndex(shared, rows, pendingWrites);
  }
}
