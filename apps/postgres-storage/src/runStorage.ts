import {
  type AppContext,
  hostOf,
  identityLoss,
  metricsTags,
  openTerminal,
  RefusalLog,
  serveMetrics,
  untilAborted,
} from '@node-unit/app-runtime';
import type { DeploymentReplica, DeploymentStore, InvalidDeployment } from '@node-unit/deployment';
import {
  openPostgresDeploymentStore,
  openPostgresHistory,
  openPostgresOperations,
  openPostgresQueries,
  type PostgresHistory,
  PostgresListener,
  type PostgresOperations,
  watchPortalConfigTable,
} from '@node-unit/deployment-postgres';
import { serveDeploymentStore, type TableStep, watchTable } from '@node-unit/deployment-service';
import { servePortalConfigs } from '@node-unit/portal-config';
import {
  combineLatest,
  filter,
  firstValueFrom,
  map,
  type Observable,
  shareReplay,
  type Subscription,
  switchMap,
  tap,
} from 'rxjs';

import { afterPreparation } from './afterPreparation.js';
import type { storageEnvironment } from './environment.js';
import { keepHistory } from './keepHistory.js';
import { logDatabase } from './logDatabase.js';
import { countRequests, type ServingTerminal } from './metrics/countRequests.js';
import { measureStorage } from './metrics/measureStorage.js';
import { storageMetrics } from './metrics/metrics.js';
import { isPortalReader } from './portalReaders.js';
import { type Preparation, prepareDatabase } from './prepareDatabase.js';
import { serveOperators } from './serveOperators.js';
import { serveSql } from './serveSql.js';
import { storageKey } from './storageKey.js';

type Context = AppContext<(typeof storageEnvironment)['variables']>;

/**
 * Serves the database on the host and keeps its history until it is stopped, or until another process connects with its
 * identity. The services are offered from the start; until the database can be used, they say why not.
 */
export async function runStorage(context: Context): Promise<void> {
  const { config, logger, version, signal } = context;
  const { POSTGRES_URI: uri, HISTORY_RETENTION_DAYS: retentionDays } = config;
  const metrics = await serveMetrics(config, storageMetrics, { program: 'postgres-storage', version });
  const preparation$ = prepareDatabase(uri, retentionDays);
  const onInvalidRow = (row: InvalidDeployment): void =>
    logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid');
  const onMissedRows = (ids: readonly string[]): void => {
    metrics?.metrics.count('node_unit_storage_missed_rows_total', {}, ids.length);
    logger.warn({ rows: ids.length, first_deployment_id: ids[0] }, 'DeploymentRowsMissed');
  };
  const listener = new PostgresListener(uri);
  const tableStore = openPostgresDeploymentStore({ uri, listener, onInvalidRow, onMissedRows });
  const store = afterPreparation(tableStore, preparation$);
  const history = openPostgresHistory(uri);
  const operations = openPostgresOperations(uri, listener);
  const keyPair = storageKey(config);
  const terminal = openTerminal({ ...hostOf(config), name: '@node-unit/postgres-storage', keyPair }, logger);
  terminal.setTags(metricsTags(metrics?.port));
  const steps$ = watchTable(store);
  const replica$ = steps$.pipe(
    map(({ after }) => after),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const serving = metrics ? countRequests(terminal, metrics.metrics) : terminal;
  const services = serve(context, {
    terminal: serving,
    store,
    steps$,
    replica$,
    history,
    operations,
    listener,
    preparation$,
  });
  if (metrics) services.add(measureStorage(metrics.metrics, { terminal, replica$ }));
  logger.info({ terminal_id: terminal.terminalId }, 'StorageStarted');

  const advice = 'give every storage a STORAGE_PRIVATE_KEY of its own, or none';
  const loss = await Promise.race([untilAborted(signal), identityLoss(terminal, advice)]);
  services.unsubscribe();
  await terminal.dispose();
  await Promise.all([tableStore.close(), history.close(), operations.close()]);
  await metrics?.close();
  if (loss && !signal.aborted) throw loss;
  logger.info({}, 'StorageStopped');
}

interface Parts {
  readonly terminal: ServingTerminal;
  readonly store: DeploymentStore;
  readonly steps$: Observable<TableStep>;
  readonly replica$: Observable<DeploymentReplica>;
  readonly history: PostgresHistory;
  readonly operations: PostgresOperations;
  readonly listener: PostgresListener;
  readonly preparation$: Observable<Preparation>;
}

function serve({ config, logger }: Context, parts: Parts): Subscription {
  const { terminal, store, steps$, replica$, history, listener, preparation$ } = parts;
  const { POSTGRES_URI: uri, HISTORY_RETENTION_DAYS: retentionDays } = config;
  const refusals = new RefusalLog(logger, 'RequestRefused');
  const services = serveDeploymentStore(terminal, store, {
    steps$,
    onRefused: ({ terminalId, method, reason }) => refusals.report(terminalId, method, reason),
  });
  services.add(serveOperators({ ...parts, operators: config.OPERATOR_PUBLIC_KEYS, retentionDays, refusals, logger }));
  services.add(logDatabase(replica$, logger));
  const ready$ = preparation$.pipe(filter((preparation) => preparation.state === 'ready'));
  const mayRead = async (terminalId: string): Promise<boolean> => {
    const [terminals, replica] = await firstValueFrom(combineLatest([terminal.terminalInfos$, replica$]));
    const reader = terminals.find(({ terminal_id }) => terminal_id === terminalId);
    const allowed = isPortalReader(reader, replica, config.STORAGE_PORTAL_PACKAGES);
    if (!allowed) refusals.report(terminalId, 'PortalConfig', 'neither a portal nor a member of the cluster');
    return allowed;
  };
  const onUnavailable = (reason: string): void => logger.warn({ reason }, 'PortalConfigUnavailable');
  const configs$ = ready$.pipe(switchMap(() => watchPortalConfigTable({ listener, onUnavailable })));
  services.add(servePortalConfigs(terminal, configs$, mayRead));
  if (config.POSTGRES_STORAGE_SQL !== 'off') {
    const queries = openPostgresQueries({ uri, readOnly: config.POSTGRES_STORAGE_SQL === 'read' });
    const onRefused = (terminalId: string, method: string): void => refusals.report(terminalId, method, 'members only');
    services.add(serveSql(terminal, queries, { onRefused }));
  }
  const history$ = ready$.pipe(
    tap(({ tables }) => logger.info({ ...tables, retention_days: retentionDays }, 'HistoryTables')),
    switchMap(({ tables }) => keepHistory({ terminal, history, tables, retentionDays, logger })),
  );
  services.add(history$.subscribe());
  return services;
}
