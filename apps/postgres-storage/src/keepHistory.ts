import { messageOf } from '@node-unit/basics';
import type { Logger } from '@node-unit/app-runtime';
import type { HistoryTables, PostgresHistory } from '@node-unit/deployment-postgres';
import type { Terminal } from '@node-unit/protocol';
import { concatMap, exhaustMap, filter, merge, type Observable, scan, timer } from 'rxjs';

import { NO_USAGE, usageChanges } from './usageChanges.js';

const PRUNE_INTERVAL_MS = 3_600_000;

interface HistoryOptions {
  readonly terminal: Pick<Terminal, 'terminalInfos$'>;
  readonly history: PostgresHistory;
  readonly tables: HistoryTables;
  readonly retentionDays: number;
  readonly logger: Logger;
}

/**
 * While subscribed, records the published usage of node-units whenever it changes, and removes old rows if the database
 * does not do so itself. While the database is unavailable, the history has a gap.
 */
export function keepHistory({ terminal, history, tables, retentionDays, logger }: HistoryOptions): Observable<void> {
  const attempt = async (
    event: 'UsageNotRecorded' | 'HistoryNotPruned',
    work: () => Promise<unknown>,
  ): Promise<void> => {
    await work().catch((error: unknown) => logger.warn({ reason: messageOf(error) }, event));
  };
  const recording$ = terminal.terminalInfos$.pipe(
    scan(usageChanges, NO_USAGE),
    filter(({ changed }) => changed.length > 0),
    concatMap(({ changed }) => attempt('UsageNotRecorded', () => history.recordUsage(changed))),
  );
  if (tables.kind === 'hypertable') return recording$;
  const prune = async (): Promise<void> => {
    const rows = await history.prune(retentionDays);
    if (rows > 0) logger.info({ rows, retention_days: retentionDays }, 'HistoryPruned');
  };
  const pruning$ = timer(0, PRUNE_INTERVAL_MS).pipe(exhaustMap(() => attempt('HistoryNotPruned', prune)));
  return merge(recording$, pruning$);
}
