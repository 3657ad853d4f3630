import { type Logger, logOutages } from '@node-unit/app-runtime';
import type { DeploymentReplica } from '@node-unit/deployment';
import { map, type Observable, type Subscription } from 'rxjs';

/** A start is no outage. */
const PATIENCE_MS = 500;

/** Logs why the database cannot be used, at once and then rarely: this is the program that knows the cause. */
export function logDatabase(replica$: Observable<DeploymentReplica>, logger: Logger): Subscription {
  const reason$ = replica$.pipe(map((replica) => (replica.state === 'current' ? undefined : replica.reason)));
  return logOutages(reason$, {
    logger,
    event: 'DatabaseUnavailable',
    recoveredEvent: 'DatabaseAvailable',
    patienceMs: PATIENCE_MS,
  });
}
