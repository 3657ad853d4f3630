import type { PostgresListener } from './listen/PostgresListener.js';

/**
 * The database, and the callback for invalid rows.
 *
 * @public
 */
export interface PostgresStoreOptions {
  /** A connection string: `postgres://user:password@host:5432/database`. */
  readonly uri: string;
  /** What follows the tables of this database, so that a program has one connection that listens. Default: one of its own. */
  readonly listener?: PostgresListener;
  /** A row that cannot be read is left out; called whenever such a row arrives. */
  readonly onInvalidRow?: (row: { readonly id: string; readonly reason: string }) => void;
  /**
   * Called when the periodic comparison with the table finds rows that no notification had announced, such as those written
   * while triggers were disabled. They have been read then.
   */
  readonly onMissedRows?: (deploymentIds: readonly string[]) => void;
  /** Between two comparisons with the table, in milliseconds. Default: 60000. */
  readonly checkIntervalMs?: number;
}
