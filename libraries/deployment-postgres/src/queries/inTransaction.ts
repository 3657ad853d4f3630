import { messageOf } from '@node-unit/basics';
import { Client, type ClientConfig, DatabaseError, type QueryResult } from 'pg';
import { Observable } from 'rxjs';

import { connectionSettings } from '../connectionSettings.js';
import { PostgresQueryError } from './PostgresQueryError.js';
import { valueTypes } from './valueTypes.js';

const QUERY_CANCELED = '57014';
const ADMIN_SHUTDOWN = '57P01';

/** Which database, and what may be done there. */
export interface TransactionOptions {
  readonly uri: string;
  readonly readOnly: boolean;
  readonly timeoutMs: number;
}

/**
 * Runs queries in a transaction on a connection that nobody else has before or after: whatever they set, open or lock goes
 * with it. Commits unless it is read-only; on an error nothing remains. Unsubscribing ends the queries in the database.
 *
 * @param run - may emit values before the end; what it resolves with is emitted after the commit
 */
export function inTransaction<T>(
  options: TransactionOptions,
  run: (client: Client, emit: (value: T) => void) => Promise<T>,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    const client = new Client(settingsOf(options));
    // Without a listener a connection that breaks would end the process; the query reports it.
    client.on('error', () => undefined);
    const transaction = { pid: 0, hasEnded: false };
    const work = async (): Promise<T | undefined> => {
      await client.connect();
      transaction.pid = await begin(client, options.readOnly);
      if (subscriber.closed) return undefined;
      const last = await run(client, (value) => subscriber.next(value));
      await client.query(options.readOnly ? 'rollback' : 'commit');
      return last;
    };
    const ended = work().finally(() => {
      transaction.hasEnded = true;
      client.end().catch(() => undefined);
    });
    ended.then(
      (last) => {
        if (last !== undefined) subscriber.next(last);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(queryErrorOf(error)),
    );
    return () => {
      if (!transaction.hasEnded && transaction.pid > 0) void terminate(options.uri, transaction.pid);
    };
  });
}

function settingsOf({ uri, timeoutMs }: TransactionOptions): ClientConfig {
  // The server's own limit: it holds even if this process dies in the middle.
  return { ...connectionSettings(uri, 'sql'), query_timeout: 0, statement_timeout: timeoutMs, types: valueTypes };
}

/** The first query also settles that a read-only transaction stays one: the mode cannot be changed after it. */
async function begin(client: Client, readOnly: boolean): Promise<number> {
  await client.query(readOnly ? 'begin read only' : 'begin');
  const { rows }: QueryResult<{ pid: number }> = await client.query('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** A query can refuse to be cancelled, but not that its session ends. */
async function terminate(uri: string, pid: number): Promise<void> {
  const client = new Client(connectionSettings(uri, 'sql'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_terminate_backend($1)', [pid]);
  } catch {
    // The database is out of reach: its own limit ends the query.
  } finally {
    client.end().catch(() => undefined);
  }
}

function queryErrorOf(cause: unknown): PostgresQueryError {
  if (cause instanceof PostgresQueryError) return cause;
  const message = messageOf(cause);
  if (!(cause instanceof DatabaseError)) return new PostgresQueryError('UNAVAILABLE', message, { cause });
  if (cause.code === QUERY_CANCELED && message.includes('timeout')) {
    return new PostgresQueryError('TIMEOUT', message, { cause });
  }
  return new PostgresQueryError(cause.code === ADMIN_SHUTDOWN ? 'UNAVAILABLE' : 'REFUSED', message, { cause });
}
