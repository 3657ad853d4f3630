import { Observable, type Subscription } from 'rxjs';

import type { Terminal } from '@node-unit/protocol';

import type { ClusterPicture } from '../picture/ClusterPicture.js';
import { logSourcesOf } from './logSourcesOf.js';
import { type LogEntry, type LogRequest, type LogSource, readLogs } from './readLogs.js';

/**
 * Follows the output of deployments wherever they run: on the node-units that hold them now, and on those that hold them
 * next, from the beginning of the run there.
 */
export function followLogs(
  terminal: Pick<Terminal, 'request'>,
  cluster$: Observable<ClusterPicture>,
  deploymentIds: readonly string[],
  request: Omit<LogRequest, 'sources' | 'follow'>,
): Observable<LogEntry> {
  return new Observable((subscriber) => {
    const followed = new Map<string, Subscription>();
    let isFirst = true;
    const followOnly = (sources: readonly LogSource[]): void => {
      const wanted = new Map(sources.map((source) => [`${source.deploymentId} ${source.address}`, source]));
      for (const [key, subscription] of followed) {
        if (wanted.has(key)) continue;
        subscription.unsubscribe();
        followed.delete(key);
      }
      for (const [key, source] of wanted) {
        if (followed.has(key)) continue;
        const asked = isFirst ? request : runOf(request);
        const entries$ = readLogs(terminal, { ...asked, sources: [source], follow: true });
        followed.set(
          key,
          entries$.subscribe((entry) => subscriber.next(entry)),
        );
      }
      isFirst = false;
    };
    const watching = cluster$.subscribe((picture) => followOnly(sourcesOf(picture, new Set(deploymentIds))));
    return () => {
      watching.unsubscribe();
      for (const subscription of followed.values()) subscription.unsubscribe();
    };
  });
}

function sourcesOf(picture: ClusterPicture, ids: ReadonlySet<string>): readonly LogSource[] {
  return picture.deployments.filter(({ id }) => ids.has(id)).flatMap((deployment) => logSourcesOf(picture, deployment));
}

/** Where it runs next, nothing of the run has been seen yet. */
function runOf({ stream }: Omit<LogRequest, 'sources' | 'follow'>): Omit<LogRequest, 'sources' | 'follow'> {
  return { run: 'current', ...(stream && { stream }) };
}
