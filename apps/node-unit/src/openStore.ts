import type { Logger } from '@node-unit/app-runtime';
import type { DeploymentStore } from '@node-unit/deployment';
import { deploymentStoreOf } from '@node-unit/deployment-service';
import type { Terminal } from '@node-unit/protocol';

import type { NodeUnitConfig } from './environment.js';

/** Opens the configured store for a terminal. */
export type OpenStore = (terminal: Terminal) => DeploymentStore & { close(): Promise<void> };

/** The database itself, or the storage service on the host: what connects to a database is loaded only if there is one. */
export async function loadStore(
  { POSTGRES_URI: uri, STORAGE_PUBLIC_KEYS: trustedKeys }: Pick<NodeUnitConfig, 'POSTGRES_URI' | 'STORAGE_PUBLIC_KEYS'>,
  logger: Logger,
): Promise<OpenStore> {
  const onInvalidRow = (row: { readonly id: string; readonly reason: string }): void =>
    logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid');
  if (uri === undefined) {
    return (terminal) => ({
      ...deploymentStoreOf(terminal, { onInvalidRow, trustedKeys }),
      close: () => Promise.resolve(),
    });
  }
  const { openPostgresDeploymentStore } = await import('@node-unit/deployment-postgres');
  const onMissedRows = (ids: readonly string[]): void =>
    logger.warn({ rows: ids.length, first_deployment_id: ids[0] }, 'DeploymentRowsMissed');
  return () => openPostgresDeploymentStore({ uri, onInvalidRow, onMissedRows });
}
