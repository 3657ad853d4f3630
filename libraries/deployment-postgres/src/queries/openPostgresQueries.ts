import { type Client, Query, type QueryResult } from 'pg';
import { filter, mergeMap, type Observable, takeUntil, throwError, timer } from 'rxjs';

import { inTransaction, type TransactionOptions } from './inTransaction.js';
import { LimitedPlaces } from './LimitedPlaces.js';
import { PostgresQueryError } from './PostgresQueryError.js';
import { valueTypes } from './valueTypes.js';

const MAX_CONNECTIONS = 10;
const DEFAULT_TIMEOUT_MS = 60_000;
const BATCH_ROWS = 1_000;
/** A statement with a name is sent by the protocol that takes exactly one: the server refuses several. */
const ONE_STATEMENT = 'query';

/**
 * A row by the names of its columns; of equal names the last one counts. `int8` and `numeric` are texts, times are
 * `Date`s, `bytea` is a `Buffer`.
 *
 * @public
 */
export type PostgresRow = Readonly<Record<string, unknown>>;

/**
 * Queries as somebody wrote them. Each runs in a transaction and on a connection of its own, so that it leaves nothing
 * behind but what it committed. Unsubscribing ends it in the database. Everything fails with a {@link PostgresQueryError}.
 *
 * @public
 */
export interface PostgresQueries {
  /**
   * The rows of all statements, once: of none, an empty list; of several that have rows, a list of lists. If only reading
   * is allowed, one statement is.
   */
  run(text: string): Observable<readonly PostgresRow[] | readonly (readonly PostgresRow[])[]>;
  /** The rows of one statement, up to 1,000 at a time. */
  stream(text: string): Observable<readonly PostgresRow[]>;
}

/**
 * Where queries go, and what they may do.
 *
 * @public
 */
export interface PostgresQueriesOptions {
  /** A connection string: `postgres://user:password@host:5432/database`. */
  readonly uri: string;
  /** The database refuses to change anything. */
  readonly readOnly: boolean;
  /** After that time a query is ended, the time that it waited for a connection included. Default 60,000. */
  readonly timeoutMs?: number;
}

/**
 * Takes queries for a database. Connects when it is needed, ten times at most; further queries wait.
 *
 * @public
 */
export function openPostgresQueries(options: PostgresQueriesOptions): PostgresQueries {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const places = new LimitedPlaces(MAX_CONNECTIONS);
  const settings: TransactionOptions = { ...options, timeoutMs };
  const tooLong = (): PostgresQueryError =>
    new PostgresQueryError('TIMEOUT', `the query took longer than ${timeoutMs} ms`);
  const limited = <T>(work$: Observable<T>): Observable<T> =>
    places.admit(work$).pipe(takeUntil(timer(timeoutMs).pipe(mergeMap(() => throwError(tooLong)))));
  return {
    run: (text) =>
      limited(
        inTransaction(settings, async (client) => {
          const query = options.readOnly ? { text, name: ONE_STATEMENT } : text;
          return rowsOf((await client.query(query)) as QueryResult | QueryResult[]);
        }),
      ),
    stream: (text) =>
      limited(inTransaction<readonly PostgresRow[]>(settings, (client, emit) => streamRows(client, text, emit))).pipe(
        filter((rows) => rows.length > 0),
      ),
  };
}

/** Statements without columns have no result. */
function rowsOf(results: QueryResult | readonly QueryResult[]): readonly PostgresRow[] | readonly PostgresRow[][] {
  const rows = [results]
    .flat()
    .filter(({ fields }) => fields.length > 0)
    .map((result): PostgresRow[] => result.rows as PostgresRow[]);
  return rows.length > 1 ? rows : (rows[0] ?? []);
}

/** Resolves with the rows that do not make a full batch. */
function streamRows(
  client: Client,
  text: string,
  emit: (rows: readonly PostgresRow[]) => void,
): Promise<readonly PostgresRow[]> {
  const config = { text, name: ONE_STATEMENT, rows: BATCH_ROWS, types: valueTypes };
  const query = new Query(config);
  let batch: PostgresRow[] = [];
  query.on('row', (row: PostgresRow) => {
    batch.push(row);
    if (batch.length < BATCH_ROWS) return;
    emit(batch);
    batch = [];
  });
  const ended = new Promise<readonly PostgresRow[]>((resolve, reject) => {
    query.on('end', () => resolve(batch));
    query.on('error', reject);
  });
  client.query(query);
  return ended;
}
