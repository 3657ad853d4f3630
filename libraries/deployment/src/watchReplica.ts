import { type Observable, scan, shareReplay } from 'rxjs';

import { applyDeploymentChange, type DeploymentReplica } from './DeploymentReplica.js';
import type { DeploymentStore } from './DeploymentStore.js';

/**
 * The replica of a store, kept up to date while there are subscribers. All subscribers share it and start with
 * its current state.
 *
 * @public
 */
export function watchReplica(store: Pick<DeploymentStore, 'changes$'>): Observable<DeploymentReplica> {
  const loading: DeploymentReplica = { state: 'loading' };
  return store.changes$.pipe(scan(applyDeploymentChange, loading), shareReplay({ bufferSize: 1, refCount: true }));
}
