import type { DeploymentChange, DeploymentStore } from '@node-unit/deployment';
import { type Observable, of, switchMap } from 'rxjs';

import type { Preparation } from './prepareDatabase.js';

/** The same store, which is unavailable, with the reason, until its tables are prepared. */
export function afterPreparation(store: DeploymentStore, preparation$: Observable<Preparation>): DeploymentStore {
  return {
    changes$: preparation$.pipe(
      switchMap((preparation): Observable<DeploymentChange> =>
        preparation.state === 'ready' ? store.changes$ : of({ kind: 'unavailable', reason: preparation.reason }),
      ),
    ),
    release: (...asked) => store.release(...asked),
    claim: (...asked) => store.claim(...asked),
    handBack: (...asked) => store.handBack(...asked),
    renewClaim: (...asked) => store.renewClaim(...asked),
    reportStatus: (...asked) => store.reportStatus(...asked),
    readStatus: (...asked) => store.readStatus(...asked),
    watchOrders: (...asked) => store.watchOrders(...asked),
  };
}
