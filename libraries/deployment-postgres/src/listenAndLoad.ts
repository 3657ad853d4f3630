import { Client } from 'pg';
import { auditTime, concatMap, filter, interval, map, merge, Observable, of, Subject } from 'rxjs';

import { describeDatabaseFault } from './describeDatabaseFault.js';
import { connectionSettings } from './connectionSettings.js';
import { withLockHolders } from './lockHolders.js';

/** Sent by a trigger instead of an id if the whole table changed. */
export const EVERYTHING = 'all';
const COALESCE_MS = 1;
/** Of the periodic check against the database, which also finds a connection that died unnoticed. */
const CHECK_INTERVAL_MS = 60_000;

/** Which notifications to follow, and what to read when some have arrived. */
export interface ListenOptions<T> {
  readonly uri: string;
  readonly channel: 'deployment_change' | 'portal_config_change' | 'operation_change' | 'order_change';
  /** Called with the notifications since the last call; initially, and if there is no `check` every minute, {@link EVERYTHING}. */
  readonly load: (client: Client, payloads: readonly string[]) => Promise<T>;
  /**
   * Called every minute: what no notification has said; undefined if there is nothing.
   *
   * @param pending - The notifications that have arrived and were not given to `load` yet; kept up to date.
   */
  readonly check?: (client: Client, pending: ReadonlySet<string>) => Promise<T | undefined>;
  /** Default: 60000. */
  readonly checkIntervalMs?: number | undefined;
}

/** What `load` read at first and after every announced change, and what `check` found; errors when the connection is lost. */
export function listenAndLoad<T>(options: ListenOptions<T>): Observable<T> {
  const { uri, channel } = options;
  return new Observable((subscriber) => {
    const client = new Client(connectionSettings(uri));
    const pending = new Set<string>();
    const arrived$ = new Subject<void>();
    const fail = (error: unknown): void =>
      subscriber.error(new Error(describeDatabaseFault(error, uri), { cause: error }));
    client.on('error', fail);
    client.on('end', () => fail(new Error('it closed the connection')));
    client.on('notification', ({ payload = EVERYTHING }) => {
      pending.add(payload);
      arrived$.next();
    });

    const listening = client.connect().then(() => client.query(`listen ${channel}`));
    const take = async (step: Step<T>): Promise<T | undefined> => {
      await listening;
      return step(client).catch(async (error: unknown) => {
        throw await withLockHolders(error, client);
      });
    };
    const values$ = stepsOf(options, pending, arrived$).pipe(
      concatMap(take),
      filter((value) => value !== undefined),
    );
    const subscription = values$.subscribe({ next: (value) => subscriber.next(value), error: fail });
    return () => {
      subscription.unsubscribe();
      // The connection may already be closed.
      client.end().catch(() => undefined);
    };
  });
}

type Step<T> = (client: Client) => Promise<T | undefined>;

/** What is to be done, one after the other. */
function stepsOf<T>(options: ListenOptions<T>, pending: Set<string>, arrived$: Observable<void>): Observable<Step<T>> {
  const { load, checkIntervalMs = CHECK_INTERVAL_MS } = options;
  const loadAll: Step<T> = (client) => load(client, [EVERYTHING]);
  const { check = loadAll } = options;
  const loadPending: Step<T> = async (client) => {
    const payloads = [...pending];
    pending.clear();
    // The step before may have read what arrived while it waited for its turn.
    return payloads.length === 0 ? undefined : load(client, payloads);
  };
  return merge(
    of(loadAll),
    arrived$.pipe(
      auditTime(COALESCE_MS),
      map(() => loadPending),
    ),
    interval(checkIntervalMs).pipe(map((): Step<T> => (client) => check(client, pending))),
  );
}
