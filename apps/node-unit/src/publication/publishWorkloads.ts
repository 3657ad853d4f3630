import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { HOST_ID, HOST_SERVICES, type Terminal } from '@node-unit/protocol';
import { combineLatest, defer, EMPTY, filter, type Observable, retry, type Subscription, switchMap, timer } from 'rxjs';

const RETRY_MS = 1_000;

/**
 * Reports the running workloads to the host, at every connection and at every change. A host that does not distinguish
 * members and workloads is not told; this is logged once.
 */
export function publishWorkloads(
  terminal: Pick<Terminal, 'connection$' | 'requestForResponse'>,
  terminalIds$: Observable<readonly string[]>,
  logger: Logger,
): Subscription {
  let hasWarned = false;
  const warnOnce = (): typeof EMPTY => {
    if (!hasWarned) logger.warn({ advice: ADVICE }, 'WorkloadsNotSupported');
    hasWarned = true;
    return EMPTY;
  };
  const publish = (terminalIds: readonly string[]): Observable<unknown> =>
    defer(async () => {
      const req = { terminal_ids: [...terminalIds] };
      const { method } = HOST_SERVICES.updateWorkloads;
      const { code, message } = await terminal.requestForResponse({ method, req, targetTerminalId: HOST_ID });
      if (code !== 0) throw new Error(`the host answered ${code}: ${message}`);
    }).pipe(
      retry({
        delay: (error) => {
          logger.warn({ reason: messageOf(error), retry_ms: RETRY_MS }, 'WorkloadsNotPublished');
          return timer(RETRY_MS);
        },
      }),
    );
  return combineLatest([terminal.connection$, terminalIds$])
    .pipe(
      filter(([{ state }]) => state === 'connected'),
      switchMap(([host, ids]) => (host.state === 'connected' && host.statesPrincipals ? publish(ids) : warnOnce())),
    )
    .subscribe();
}

const ADVICE =
  'this host knows only its token: deployments can join it only with NODE_UNIT_SHARE_HOST_TOKEN=true, and each of them ' +
  'may then take over the cluster';
