import { type Logger, logOutages } from '@node-unit/app-runtime';
import type { DeploymentReplica } from '@node-unit/deployment';
import { map, type Observable, type Subscription } from 'rxjs';

/** Programs of a cluster start in any order; shorter outages are not logged. */
const PATIENCE_MS = 5_000;

/** Logs why the deployments are unknown, and when they are known again. */
export function logStore(replica$: Observable<DeploymentReplica>, logger: Pick<Logger, 'warn' | 'info'>): Subscription {
  const reason$ = replica$.pipe(map((replica) => (replica.state === 'current' ? undefined : replica.reason)));
  return logOutages(reason$, {
    logger,
    event: 'StoreUnavailable',
    recoveredEvent: 'StoreAvailable',
    patienceMs: PATIENCE_MS,
  });
}
