/**
 * The database, and the callback for invalid rows.
 *
 * @public
 */
export interface PostgresStoreOptions {
  /** A connection string: `postgres://user:password@host:5432/database`. */
  readonly uri: string;
  /** A row that cannot be read is left out; called whenever such a row arrives. */
  readonly onInvalidRow?: (row: { readonly id: string; readonly reason: string }) => void;
}
