import { Client } from 'pg';
import { auditTime, buffer, concatMap, interval, map, merge, Observable, startWith, Subject } from 'rxjs';

import { describeDatabaseFault } from './describeDatabaseFault.js';
import { connectionSettings } from './connectionSettings.js';
import { withLockHolders } from './lockHolders.js';

/** Sent by a trigger instead of an id if the whole table changed. */
export const EVERYTHING = 'all';
const COALESCE_MS = 1;
/** The periodic check against the database; it also finds a connection that died unnoticed. */
const RELOAD_INTERVAL_MS = 60_000;

/** Which notifications to follow, and what to read when some have arrived. */
export interface ListenOptions<T> {
  readonly uri: string;
  readonly channel: 'deployment_change' | 'portal_config_change' | 'operation_change' | 'order_change';
  /** Called with the notifications since the last call; initially {@link EVERYTHING}. */
  readonly load: (client: Client, payloads: readonly string[]) => Promise<T>;
}

/** What `load` read at first and after every announced change; errors when the connection is lost. */
export function listenAndLoad<T>({ uri, channel, load }: ListenOptions<T>): Observable<T> {
  return new Observable((subscriber) => {
    const client = new Client(connectionSettings(uri));
    const payloads$ = new Subject<string>();
    const fail = (error: unknown): void =>
      subscriber.error(new Error(describeDatabaseFault(error, uri), { cause: error }));
    client.on('error', fail);
    client.on('end', () => fail(new Error('it closed the connection')));
    client.on('notification', ({ payload = EVERYTHING }) => payloads$.next(payload));

    const listening = client.connect().then(() => client.query(`listen ${channel}`));
    const batches$ = merge(
      payloads$.pipe(buffer(payloads$.pipe(auditTime(COALESCE_MS)))),
      interval(RELOAD_INTERVAL_MS).pipe(map(() => [EVERYTHING])),
    ).pipe(startWith([EVERYTHING]));
    const loadNamingHolders = async (payloads: readonly string[]): Promise<T> => {
      await listening;
      return load(client, payloads).catch(async (error: unknown) => {
        throw await withLockHolders(error, client);
      });
    };
    const subscription = batches$
      .pipe(concatMap((payloads) => loadNamingHolders(payloads)))
      .subscribe({ next: (value) => subscriber.next(value), error: fail });
    return () => {
      subscription.unsubscribe();
      // The connection may already be closed.
      client.end().catch(() => undefined);
    };
  });
}
