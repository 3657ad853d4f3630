import type { Logger, RefusalLog } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import type { OperationsChange } from '@node-unit/deployment';
import type { PostgresOperations } from '@node-unit/deployment-postgres';
import { serveOperations } from '@node-unit/deployment-service';
import { exhaustMap, filter, type Observable, of, type Subscription, switchMap, take, timer } from 'rxjs';

import type { ServingTerminal } from './metrics/countRequests.js';
import type { Preparation } from './prepareDatabase.js';
import { recordNodeUnits } from './recordNodeUnits.js';

const FORGET_INTERVAL_MS = 3_600_000;

interface ServingOptions {
  readonly terminal: ServingTerminal;
  readonly operations: PostgresOperations;
  readonly preparation$: Observable<Preparation>;
  /** Public keys. */
  readonly operators: readonly string[];
  /** After so many days, a node-unit that is offline is forgotten. */
  readonly retentionDays: number;
  readonly refusals: RefusalLog;
  readonly logger: Logger;
}

/** Serves operators, and records which node-units there are. */
export function serveOperators(options: ServingOptions): Subscription {
  const { terminal, operations, preparation$, operators, refusals, logger } = options;
  const operations$ = preparation$.pipe(
    switchMap((preparation): Observable<OperationsChange> =>
      preparation.state === 'ready' ? operations.operations$ : of({ kind: 'unavailable', reason: preparation.reason }),
    ),
  );
  const services = serveOperations(
    terminal,
    { ...operations, operations$ },
    {
      operators,
      onRefused: ({ terminalId, method, reason }) => refusals.report(terminalId, method, reason),
      onOperated: (operation) => logger.info(operation, 'Operated'),
    },
  );
  const ready$ = preparation$.pipe(
    filter(({ state }) => state === 'ready'),
    take(1),
  );
  services.add(ready$.pipe(switchMap(() => recordNodeUnits({ terminal, operations, logger }))).subscribe());
  const forgetting$ = ready$.pipe(
    switchMap(() => timer(0, FORGET_INTERVAL_MS)),
    exhaustMap(() => forget(options)),
  );
  services.add(forgetting$.subscribe());
  return services;
}

async function forget({ operations, retentionDays, logger }: ServingOptions): Promise<void> {
  await operations
    .forgetNodeUnits(retentionDays)
    .catch((error: unknown) => logger.warn({ reason: messageOf(error) }, 'HistoryNotPruned'));
}
