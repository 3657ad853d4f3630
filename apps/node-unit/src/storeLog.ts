import type { Logger } from '@node-unit/app-runtime';
import type { DeploymentReplica } from '@node-unit/deployment';
import { distinctUntilChanged, map, type Observable, type Subscription, switchMap, of, delay } from 'rxjs';

/** Programs of a cluster start in any order; shorter outages are not logged. */
const PATIENCE_MS = 5_000;

/** Logs the reason why the deployments are unknown, once per reason, and when they are known again. */
export function logStore(replica$: Observable<DeploymentReplica>, logger: Logger): Subscription {
  let hasWarned = false;
  return replica$
    .pipe(
      map((replica) => (replica.state === 'current' ? undefined : replica.reason)),
      distinctUntilChanged(),
      switchMap((reason) => (reason === undefined ? of(reason) : of(reason).pipe(delay(PATIENCE_MS)))),
    )
    .subscribe((reason) => {
      if (reason !== undefined) logger.warn({ reason }, 'StoreUnavailable');
      else if (hasWarned) logger.info({}, 'StoreAvailable');
      hasWarned = reason !== undefined;
    });
}
