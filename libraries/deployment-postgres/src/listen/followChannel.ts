import { auditTime, concatMap, filter, interval, map, merge, Observable, of, Subject } from 'rxjs';

import type { FollowOptions, Query } from './FollowOptions.js';
import type { ListeningConnection } from './ListeningConnection.js';

/** Sent by a trigger instead of an id if the whole table changed. */
export const EVERYTHING = 'all';
const COALESCE_MS = 1;
/** Of the periodic check against the database, which also finds a connection that died unnoticed. */
const CHECK_INTERVAL_MS = 60_000;

/** What `load` read at first and after every announced change, and what `check` found; errors when something fails. */
export function followChannel<T>(connection: ListeningConnection, options: FollowOptions<T>): Observable<T> {
  const { channel } = options;
  return new Observable((subscriber) => {
    const pending = new Set<string>();
    const arrived$ = new Subject<void>();
    const hear = (payload = EVERYTHING): void => {
      pending.add(payload);
      arrived$.next();
    };
    const listening = connection.listen(channel, hear);
    const take = async (step: Step<T>): Promise<T | undefined> => {
      await listening;
      return step(connection.query);
    };
    const values$ = stepsOf(connection, options, { pending, arrived$ }).pipe(
      concatMap(take),
      filter((value) => value !== undefined),
    );
    values$.subscribe(subscriber);
    return () => connection.unlisten(channel, hear);
  });
}

type Step<T> = (query: Query) => Promise<T | undefined>;

interface Announcements {
  readonly pending: Set<string>;
  readonly arrived$: Observable<void>;
}

/** What is to be done, one after the other. */
function stepsOf<T>(
  connection: Pick<ListeningConnection, 'settle'>,
  options: FollowOptions<T>,
  { pending, arrived$ }: Announcements,
): Observable<Step<T>> {
  const { load, checkIntervalMs = CHECK_INTERVAL_MS } = options;
  const loadAll: Step<T> = (query) => load(query, [EVERYTHING]);
  const loadPending: Step<T> = async (query) => {
    const payloads = [...pending];
    pending.clear();
    // The step before may have read what arrived while it waited for its turn.
    return payloads.length === 0 ? undefined : load(query, payloads);
  };
  const announced = async (): Promise<ReadonlySet<string>> => {
    await connection.settle();
    return pending;
  };
  const check: Step<T> = async (query) => {
    await connection.settle();
    return options.check ? options.check(query, announced) : loadAll(query);
  };
  return merge(
    of(loadAll),
    arrived$.pipe(
      auditTime(COALESCE_MS),
      map(() => loadPending),
    ),
    interval(checkIntervalMs).pipe(map(() => check)),
  );
}
