import { type AppContext, hostOf, openTerminal, RefusalLog, untilAborted } from '@node-unit/app-runtime';
import {
  openPostgresDeploymentStore,
  openPostgresHistory,
  openPostgresQueries,
  watchPortalConfigTable,
} from '@node-unit/deployment-postgres';
import { serveDeploymentStore } from '@node-unit/deployment-service';
import { watchReplica } from '@node-unit/deployment';
import { servePortalConfigs } from '@node-unit/portal-config';

import { combineLatest, firstValueFrom } from 'rxjs';

import type { storageEnvironment } from './environment.js';
import { isPortalReader } from './portalReaders.js';
import { storageKey } from './storageKey.js';
import { serveSql } from './serveSql.js';
import { keepHistory } from './keepHistory.js';
import { prepareDatabase } from './prepareDatabase.js';

/** Prepares the database, then serves it on the host and keeps its history until it is stopped. */
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
  const keyPair = storageKey(config);
  const terminal = openTerminal({ ...hostOf(config), name: '@node-unit/postgres-storage', keyPair }, logger);
  const refusals = new RefusalLog(logger, 'RequestRefused');
  const onUnavailable = (reason: string): void => logger.warn({ reason }, 'PortalConfigUnavailable');
  const services = serveDeploymentStore(terminal, store, {
    onRefused: ({ terminalId, method, reason }) => refusals.report(terminalId, method, reason),
  });
  const replica$ = watchReplica(store);
  const mayRead = async (terminalId: string): Promise<boolean> => {
    const [terminals, replica] = await firstValueFrom(combineLatest([terminal.terminalInfos$, replica$]));
    const reader = terminals.find(({ terminal_id }) => terminal_id === terminalId);
    const allowed = isPortalReader(reader, replica, config.STORAGE_PORTAL_PACKAGES);
    if (!allowed) refusals.report(terminalId, 'PortalConfig', 'neither a portal nor a member of the cluster');
    return allowed;
  };
  services.add(servePortalConfigs(terminal, watchPortalConfigTable({ uri, onUnavailable }), mayRead));
  if (config.POSTGRES_STORAGE_SQL !== 'off') {
    const queries = openPostgresQueries({ uri, readOnly: config.POSTGRES_STORAGE_SQL === 'read' });
    const onRefused = (terminalId: string, method: string): void => refusals.report(terminalId, method, 'members only');
    services.add(serveSql(terminal, queries, { onRefused }));
  }
  services.add(keepHistory({ terminal, history, tables, retentionDays, logger }));
  logger.info({ terminal_id: terminal.terminalId }, 'StorageStarted');

  await untilAborted(signal);
  services.unsubscribe();
  await terminal.dispose();
  await Promise.all([store.close(), history.close()]);
  logger.info({}, 'StorageStopped');
}
