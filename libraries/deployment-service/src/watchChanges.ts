import { type DeploymentChange, type InvalidDeployment, keepWatching } from '@node-unit/deployment';
import { catchError, concat, defer, type Observable, tap, throwError } from 'rxjs';

import { MissingBaseError, receiveChanges } from './receiveChanges.js';
import { WATCH } from './services.js';
import type { StorageCalls } from './StorageCalls.js';

/**
 * The changes that a storage sends, for ever. It is asked for changed columns alone; if they do not fit what was received,
 * the next stream has whole rows.
 *
 * @param onInvalidRow - Called for every row that cannot be read, there or here.
 */
export function watchChanges(
  storage: Pick<StorageCalls, 'watch'>,
  onInvalidRow: (row: InvalidDeployment) => void,
): Observable<DeploymentChange> {
  const ended$ = throwError(() => new Error('the storage service ended the stream'));
  return defer(() => {
    let patches = true;
    return keepWatching(() =>
      receiveChanges(concat(storage.watch(WATCH.method, { patches }), ended$)).pipe(
        catchError((error: unknown) => {
          patches = !(error instanceof MissingBaseError);
          throw error;
        }),
        tap((change) => {
          if (change.kind !== 'unavailable') change.invalid?.forEach(onInvalidRow);
        }),
      ),
    );
  });
}
