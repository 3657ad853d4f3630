import { messageOf } from '@node-unit/basics';
import type { Logger } from '@node-unit/app-runtime';
import { type HistoryTables, migrateDeploymentTables, prepareHistoryTables } from '@node-unit/deployment-postgres';
import { defer, firstValueFrom, fromEvent, retry, takeUntil, timer } from 'rxjs';

const RETRY_MS = 2_000;

/**
 * Migrates the tables and prepares those of the history; undefined if the signal was aborted first. Waits for a
 * database that is not available yet, because the programs of a cluster start in any order.
 */
export async function prepareDatabase(
  uri: string,
  retentionDays: number,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<HistoryTables | undefined> {
  const prepare = async (): Promise<HistoryTables> => {
    await migrateDeploymentTables(uri);
    return prepareHistoryTables(uri, retentionDays);
  };
  const prepared$ = defer(prepare).pipe(
    retry({
      delay: (error: unknown) => {
        const reason = messageOf(error);
        logger.warn({ reason, retry_ms: RETRY_MS }, 'DatabaseUnavailable');
        return timer(RETRY_MS);
      },
    }),
    takeUntil(fromEvent(signal, 'abort')),
  );
  const tables = await firstValueFrom(prepared$, { defaultValue: undefined });
  return signal.aborted ? undefined : tables;
}
