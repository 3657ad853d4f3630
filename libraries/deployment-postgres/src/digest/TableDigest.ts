/** Rows whose ids begin with the same byte share a bucket. */
export const BUCKETS = 256;

/** What a database computes of one version of a row. A 32-bit number; every write to the row gives another. */
export type RowDigest = number;

/** Of one bucket: the number of its rows, and the sum of their digests. */
export interface BucketDigest {
  readonly bucket: number;
  readonly rows: number;
  readonly sum: number;
}

/**
 * The digests of the rows that a reader of the table knows, and their sums by bucket, which a change keeps up to date.
 * Sums, because the order of the rows does not count; source of the idea: incremental hashing (Bellare and Micciancio,
 * 1997). It finds accidents; nobody is to be deceived.
 */
export class TableDigest {
  readonly #rows = new Map<string, RowDigest>();
  readonly #buckets = Array.from({ length: BUCKETS }, () => ({ rows: 0, sum: 0 }));

  public set(id: string, digest: RowDigest): void {
    this.delete(id);
    this.#rows.set(id, digest);
    this.#add(id, 1, digest);
  }

  public delete(id: string): void {
    const known = this.#rows.get(id);
    if (known === undefined) return;
    this.#rows.delete(id);
    this.#add(id, -1, -known);
  }

  /** The buckets that are not as the table has them; one that the table does not name is empty there. */
  public differingBuckets(table: readonly BucketDigest[]): readonly number[] {
    const stated = new Map(table.map((each) => [each.bucket, each]));
    return this.#buckets.flatMap(({ rows, sum }, bucket) => {
      const { rows: expectedRows, sum: expectedSum } = stated.get(bucket) ?? { rows: 0, sum: 0 };
      return rows === expectedRows && sum === expectedSum ? [] : [bucket];
    });
  }

  /** The ids in these buckets that are missing here or there, or have another digest here. */
  public differingIds(buckets: readonly number[], table: ReadonlyMap<string, RowDigest>): readonly string[] {
    const wanted = new Set(buckets);
    const changed = [...table].filter(([id, digest]) => this.#rows.get(id) !== digest).map(([id]) => id);
    const gone = [...this.#rows.keys()].filter((id) => wanted.has(bucketOf(id)) && !table.has(id));
    return [...changed, ...gone];
  }

  #add(id: string, rows: number, digest: RowDigest): void {
    const bucket = this.#buckets[bucketOf(id)];
    if (bucket === undefined) return;
    bucket.rows += rows;
    bucket.sum += digest;
  }
}

/** The first byte of a UUID. */
function bucketOf(id: string): number {
  return Number.parseInt(id.slice(0, 2), 16);
}
