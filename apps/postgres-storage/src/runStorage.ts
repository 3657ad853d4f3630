import { type AppContext, openTerminal, untilAborted } from '@node-unit/app-runtime';
import {
  openPostgresDeploymentStore,
  openPostgresHistory,
  watchPortalConfigTable,
} from '@node-unit/deployment-postgres';
import { serveDeploymentStore } from '@node-unit/deployment-service';
import { servePortalConfigs } from '@node-unit/portal-config';

import type { storageEnvironment } from './environment.js';
import { keepHistory } from './keepHistory.js';
import { prepareDatabase } from './prepareDatabase.js';

/** Prepares the database, then serves it on the host and keeps its history until it is told to stop. */
export async function runStorage(context: AppContext<(typeof storageEnvironment)['variables']>): Promise<void> {
  const { config, logger, signal } = context;
  const { POSTGRES_URI: uri, HISTORY_RETENTION_DAYS: retentionDays } = config;
  const tables = await prepareDatabase(uri, retentionDays, context);
  if (!tables) return;
  logger.info({ ...tables, retention_days: retentionDays }, 'HistoryTables');

  const store = openPostgresDeploymentStore({
    uri,
    onInvalidRow: (row) => logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid'),
  });
  const history = openPostgresHistory(uri);
  const terminal = openTerminal({ hostUrl: config.HOST_URL, name: '@node-unit/postgres-storage' }, logger);
  const onUnavailable = (reason: string): void => logger.warn({ reason }, 'PortalConfigUnavailable');
  const services = serveDeploymentStore(terminal, store);
  services.add(servePortalConfigs(terminal, watchPortalConfigTable({ uri, onUnavailable })));
  services.add(keepHistory({ terminal, history, tables, retentionDays, logger }));
  logger.info({ terminal_id: terminal.terminalId }, 'StorageStarted');

  await untilAborted(signal);
  services.unsubscribe();
  await terminal.dispose();
  await Promise.all([store.close(), history.close()]);
  logger.info({}, 'StorageStopped');
}
