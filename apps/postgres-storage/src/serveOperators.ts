import type { Logger, RefusalLog } from '@node-unit/app-runtime';
import type { OperationsChange } from '@node-unit/deployment';
import type { PostgresOperations } from '@node-unit/deployment-postgres';
import { serveOperations } from '@node-unit/deployment-service';
import { filter, type Observable, of, type Subscription, switchMap, take } from 'rxjs';

import type { ServingTerminal } from './metrics/countRequests.js';
import type { Preparation } from './prepareDatabase.js';
import { recordNodeUnits } from './recordNodeUnits.js';

interface ServingOptions {
  readonly terminal: ServingTerminal;
  readonly operations: PostgresOperations;
  readonly preparation$: Observable<Preparation>;
  /** Public keys. */
  readonly operators: readonly string[];
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
  const recording$ = preparation$.pipe(
    filter(({ state }) => state === 'ready'),
    take(1),
    switchMap(() => recordNodeUnits({ terminal, operations, logger })),
  );
  services.add(recording$.subscribe());
  return services;
}
