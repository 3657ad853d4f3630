import { catchError, type Observable, ReplaySubject, share, switchMap, throwError } from 'rxjs';

import { describeDatabaseFault } from '../describeDatabaseFault.js';
import { followChannel } from './followChannel.js';
import type { FollowOptions } from './FollowOptions.js';
import { type ListeningConnection, openListeningConnection } from './ListeningConnection.js';

/**
 * Follows tables of a database: all followers share one connection that listens, and a few that read. They are open while
 * there are followers.
 *
 * @public
 */
export class PostgresListener {
  readonly #uri: string;
  readonly #connection$: Observable<ListeningConnection>;

  /** @param uri - A connection string: `postgres://user:password@host:5432/database`. */
  public constructor(uri: string) {
    this.#uri = uri;
    this.#connection$ = openListeningConnection(uri).pipe(share({ connector: () => new ReplaySubject(1) }));
  }

  /**
   * What was read at first and after every announced change, one after the other, and what the check found.
   *
   * @remarks
   * Errors with a sentence for a person when the connection is lost, as every other follower does then, or when a read fails,
   * as no other does. Whoever follows again connects again.
   */
  public follow<T>(options: FollowOptions<T>): Observable<T> {
    return this.#connection$.pipe(
      switchMap((connection) => followChannel(connection, options)),
      catchError((cause: unknown) => throwError(() => new Error(describeDatabaseFault(cause, this.#uri), { cause }))),
    );
  }
}
