import { Observable } from 'rxjs';

import type { DeploymentChange } from './DeploymentChange.js';
import { reconnect } from '@node-unit/basics';

/**
 * The changes of a source that may fail at any time. After every failure it emits `unavailable` and reconnects.
 *
 * @remarks
 * What every {@link DeploymentStore} does with its feed, at the pace of `reconnect` of `@node-unit/basics`.
 *
 * @param connect - Errors when the source is lost; its first change is a snapshot.
 *
 * @public
 */
export function keepWatching(connect: () => Observable<DeploymentChange>): Observable<DeploymentChange> {
  return new Observable((subscriber) =>
    reconnect(connect, (reason) => subscriber.next({ kind: 'unavailable', reason })).subscribe(subscriber),
  );
}
