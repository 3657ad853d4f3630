import { type AppContext, type Logger, untilAborted } from '@node-unit/app-runtime';
import { migrateDeploymentTables, openPostgresDeploymentStore } from '@node-unit/deployment-postgres';
import { serveDeploymentStore } from '@node-unit/deployment-service';
import { connectTerminal } from '@node-unit/protocol';
import { defer, firstValueFrom, fromEvent, retry, takeUntil, timer } from 'rxjs';

import type { storageEnvironment } from './environment.js';

const RETRY_MS = 2_000;

/** Migrates the tables, then serves the store on the host until it is told to stop. */
export async function runStorage(context: AppContext<(typeof storageEnvironment)['variables']>): Promise<void> {
  const { config, logger, signal } = context;
  await migrate(config.POSTGRES_URI, context);
  if (signal.aborted) return;

  const store = openPostgresDeploymentStore({
    uri: config.POSTGRES_URI,
    onInvalidRow: (row) => logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid'),
  });
  const terminal = connectTerminal({
    hostUrl: config.HOST_URL,
    name: '@node-unit/postgres-storage',
    onProblem: (problem) => logger.warn({ ...problem }, 'TerminalProblem'),
  });
  const services = serveDeploymentStore(terminal, store);
  services.add(terminal.connection$.subscribe((connection) => logger.info({ ...connection }, 'HostConnection')));
  logger.info({ terminal_id: terminal.terminalId }, 'StorageStarted');

  await untilAborted(signal);
  services.unsubscribe();
  await terminal.dispose();
  await store.close();
  logger.info({}, 'StorageStopped');
}

/** A database that is not there yet is waited for: programs of one cluster are started in any order. */
async function migrate(uri: string, { logger, signal }: { logger: Logger; signal: AbortSignal }): Promise<void> {
  const migrated$ = defer(() => migrateDeploymentTables(uri)).pipe(
    retry({
      delay: (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn({ reason, retry_ms: RETRY_MS }, 'DatabaseUnavailable');
        return timer(RETRY_MS);
      },
    }),
    takeUntil(fromEvent(signal, 'abort')),
  );
  await firstValueFrom(migrated$, { defaultValue: undefined });
}
