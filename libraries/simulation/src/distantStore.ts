import type { DeploymentStore } from '@node-unit/deployment';
import { concatMap, delay, firstValueFrom, type SchedulerLike, timer } from 'rxjs';

/** A store as a node-unit reaches it that is `delayMs` away: a call takes that long to arrive, and so does its answer. */
export function distantStore(
  store: DeploymentStore,
  delayMs: number,
  scheduler: SchedulerLike,
): Pick<DeploymentStore, 'release' | 'claim'> {
  const call = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    firstValueFrom(timer(delayMs, scheduler).pipe(concatMap(ask), delay(delayMs, scheduler)));
  return {
    release: (lostAddresses) => call(() => store.release(lostAddresses)),
    claim: (...claim) => call(() => store.claim(...claim)),
  };
}
