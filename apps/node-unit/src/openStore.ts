import type { Logger } from '@node-unit/app-runtime';
import type { DeploymentStore } from '@node-unit/deployment';
import { openPostgresDeploymentStore } from '@node-unit/deployment-postgres';
import { deploymentStoreOf } from '@node-unit/deployment-service';
import type { Terminal } from '@node-unit/protocol';

/** The store that the configuration names: the database itself, or the storage terminal on the host. */
export function openStore(
  terminal: Terminal,
  postgresUri: string | undefined,
  logger: Logger,
): DeploymentStore & { close(): Promise<void> } {
  const onInvalidRow = (row: { readonly id: string; readonly reason: string }): void =>
    logger.error({ deployment_id: row.id, reason: row.reason }, 'DeploymentInvalid');
  return postgresUri === undefined
    ? { ...deploymentStoreOf(terminal, { onInvalidRow }), close: () => Promise.resolve() }
    : openPostgresDeploymentStore({ uri: postgresUri, onInvalidRow });
}
