import type { DeploymentChange, DeploymentStore } from '@node-unit/deployment';
import { type Observable, of, switchMap } from 'rxjs';

import type { Preparation } from './prepareDatabase.js';

/** The same store, which is unavailable, with the reason, until its tables are prepared. */
export function afterPreparation<Store extends DeploymentStore>(
  store: Store,
  preparation$: Observable<Preparation>,
): Store {
  const changes$ = preparation$.pipe(
    switchMap((preparation): Observable<DeploymentChange> =>
      preparation.state === 'ready' ? store.changes$ : of({ kind: 'unavailable', reason: preparation.reason }),
    ),
  );
  return { ...store, changes$ };
}
