import { PostgresQueryError } from './PostgresQueryError.js';

/**
 * How much a query may return.
 *
 * @public
 */
export interface ResultSize {
  readonly rows: number;
  /** Of its values as JSON. */
  readonly bytes: number;
}

/** Counts what a query returns. */
export class ResultLimit {
  readonly #most: ResultSize;
  #rows = 0;
  #bytes = 0;

  public constructor(most: ResultSize) {
    this.#most = most;
  }

  /** @throws {@link PostgresQueryError} `REFUSED` if the result is too large with this row */
  public count(row: unknown): void {
    this.#rows += 1;
    this.#bytes += Buffer.byteLength(JSON.stringify(row));
    if (this.#rows > this.#most.rows) throw tooLarge(`${this.#most.rows} rows`);
    if (this.#bytes > this.#most.bytes) throw tooLarge(`${this.#most.bytes} bytes`);
  }
}

function tooLarge(most: string): PostgresQueryError {
  return new PostgresQueryError(
    'REFUSED',
    `the result has more than ${most}, which is the most that is returned. ` +
      'Select fewer columns or rows (where, limit, offset).',
  );
}
