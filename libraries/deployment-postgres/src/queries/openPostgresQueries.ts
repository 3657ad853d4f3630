import type { Client, QueryConfig } from 'pg';
import { filter, mergeMap, type Observable, takeUntil, throwError, timer } from 'rxjs';

import { inTransaction, type TransactionOptions } from './inTransaction.js';
import { LimitedPlaces } from './LimitedPlaces.js';
import { PostgresQueryError } from './PostgresQueryError.js';
import { readRows } from './readRows.js';
import { ResultLimit, type ResultSize } from './ResultLimit.js';
import { valueTypes } from './valueTypes.js';

const MAX_CONNECTIONS = 10;
const DEFAULT_TIMEOUT_MS = 60_000;
const BATCH_ROWS = 1_000;
const MAX_RESULT: ResultSize = { rows: 100_000, bytes: 32 * 1_024 ** 2 };
const MAX_STREAM: ResultSize = { rows: 1_000_000, bytes: 256 * 1_024 ** 2 };
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
  /** What a result that is returned at once may have. A query with a larger one is refused. Default 100,000 rows, 32 MiB. */
  readonly maxResult?: ResultSize;
  /** What a result that is streamed may have. Default 1,000,000 rows, 256 MiB. */
  readonly maxStream?: ResultSize;
}

/**
 * Takes queries for a database. Connects when it is needed, ten times at most; further queries wait.
 *
 * @public
 */
export function openPostgresQueries(options: PostgresQueriesOptions): PostgresQueries {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxResult = MAX_RESULT, maxStream = MAX_STREAM } = options;
  const places = new LimitedPlaces(MAX_CONNECTIONS);
  const settings: TransactionOptions = { ...options, timeoutMs };
  const tooLong = (): PostgresQueryError =>
    new PostgresQueryError('TIMEOUT', `the query took longer than ${timeoutMs} ms`);
  const limited = <T>(work$: Observable<T>): Observable<T> =>
    places.admit(work$).pipe(takeUntil(timer(timeoutMs).pipe(mergeMap(() => throwError(tooLong)))));
  return {
    run: (text) =>
      limited(
        inTransaction(settings, (client) => {
          const query = options.readOnly ? { text, name: ONE_STATEMENT } : text;
          return collectRows(client, query, new ResultLimit(maxResult));
        }),
      ),
    stream: (text) =>
      limited(
        inTransaction<readonly PostgresRow[]>(settings, (client, emit) => {
          const config = { text, name: ONE_STATEMENT, rows: BATCH_ROWS, types: valueTypes };
          return streamRows(client, config, { limit: new ResultLimit(maxStream), emit });
        }),
      ).pipe(filter((rows) => rows.length > 0)),
  };
}

/** Statements without columns have no result. */
async function collectRows(
  client: Client,
  query: string | QueryConfig,
  limit: ResultLimit,
): Promise<readonly PostgresRow[] | readonly PostgresRow[][]> {
  const rowsOf = new Map<unknown, PostgresRow[]>();
  const results = await readRows(client, query, (row, result) => {
    limit.count(row);
    const rows = rowsOf.get(result);
    if (rows) rows.push(row);
    else rowsOf.set(result, [row]);
  });
  const lists = results.filter(({ fields }) => fields.length > 0).map((result) => rowsOf.get(result) ?? []);
  return lists.length > 1 ? lists : (lists[0] ?? []);
}

/** Resolves with the rows that do not make a full batch. */
async function streamRows(
  client: Client,
  config: QueryConfig & { readonly rows: number },
  onRows: { readonly limit: ResultLimit; readonly emit: (rows: readonly PostgresRow[]) => void },
): Promise<readonly PostgresRow[]> {
  let batch: PostgresRow[] = [];
  await readRows(client, config, (row) => {
    onRows.limit.count(row);
    batch.push(row);
    if (batch.length < BATCH_ROWS) return;
    onRows.emit(batch);
    batch = [];
  });
  return batch;
}
