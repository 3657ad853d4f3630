/**
 * Why a query failed.
 *
 * - `REFUSED`: the database refused it
 * - `TIMEOUT`: it took too long and was cancelled
 * - `UNAVAILABLE`: the database is out of reach, or the connection was lost before the query ended
 *
 * @public
 */
export type PostgresQueryErrorCode = 'REFUSED' | 'TIMEOUT' | 'UNAVAILABLE';

/**
 * A query failed; nothing of it has happened. The message is the text of the server or of the driver.
 *
 * @public
 */
export class PostgresQueryError extends Error {
  public override readonly name: string = 'PostgresQueryError';

  public constructor(
    public readonly code: PostgresQueryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
