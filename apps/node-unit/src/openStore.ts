import type { Logger } from '@node-unit/app-runtime';
import type { DeploymentStore } from '@node-unit/deployment';
import { openPostgresDeploymentStore } from '@node-unit/deployment-postgres';
import { deploymentStoreOf } from '@node-unit/deployment-service';
import type { Terminal } from '@node-unit/protocol';

import type { NodeUnitConfig } from './environment.js';

/** Opens the configured store: the database itself, or the storage service on the host. */
export function openStore(
  terminal: Terminal,
  config: Pick<NodeUnitConfig, 'POSTGRES_URI' | 'STORAGE_PUBLIC_KEYS'>,
  logger: Logger,
): DeploymentStore & { close(): Promise<void> } {
  const onInvalidRow = (row: { readonly id: string; readonly reason: string }): void =>
    logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid');
  const { POSTGRES_URI: uri, STORAGE_PUBLIC_KEYS: trustedKeys } = config;
  return uri === undefined
    ? { ...deploymentStoreOf(terminal, { onInvalidRow, trustedKeys }), close: () => Promise.resolve() }
    : openPostgresDeploymentStore({ uri, onInvalidRow });
}
