import { filter, firstValueFrom, fromEvent, merge, mergeMap, type Observable, throwError, timeout } from 'rxjs';

import { type ClusterPicture, watchCluster } from './ClusterPicture.js';
import type { LocalCluster } from './LocalCluster.js';

const DEADLINE_MS = 90_000;

/** Waits for facts about a cluster, and gives up with a reason. */
export interface Waiter {
  /** Resolves with the first picture that is as wanted. */
  until(what: string, accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture>;
  /** From now on the end of this node-unit is no failure. */
  expectEnd(name: string): void;
}

/** @param deadlineMs - For what is waited for. Default: 90000. */
export function createWaiter(cluster: LocalCluster, signal: AbortSignal, deadlineMs = DEADLINE_MS): Waiter {
  const expected = new Set<string>();
  const picture$ = watchCluster(cluster);
  const interrupted$ = fromEvent(signal, 'abort').pipe(mergeMap(() => throwError(() => new Error('interrupted'))));
  return {
    expectEnd: (name) => expected.add(name),
    until: (what, accepts) => {
      signal.throwIfAborted();
      const late$ = throwError(() => new Error(`${what}: not within ${deadlineMs / 1_000} s`));
      return firstValueFrom(
        merge(picture$.pipe(filter(accepts)), interrupted$, unexpectedEnd(cluster, expected)).pipe(
          timeout({ first: deadlineMs, with: () => late$ }),
        ),
      );
    },
  };
}

/** Errors when a node-unit ends that should not. */
function unexpectedEnd(cluster: LocalCluster, expected: ReadonlySet<string>): Observable<never> {
  const ends = [...cluster.nodeUnits.values()].map(async (program): Promise<never> => {
    const { exitCode, signal, errorText } = await program.exited;
    // Never settles: an end that is expected is no news.
    if (expected.has(program.name)) return new Promise<never>(() => undefined);
    throw new Error(`${program.name} has ended (${signal ?? `exit code ${exitCode}`}): ${errorText}`);
  });
  return merge(...ends);
}
