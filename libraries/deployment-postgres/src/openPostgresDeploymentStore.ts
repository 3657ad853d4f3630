import { messageOf } from '@node-unit/basics';
import { type AddressWrite, type DeploymentStore, DeploymentStoreError } from '@node-unit/deployment';
import { Pool, type QueryConfig } from 'pg';

import { connectionSettings } from './connectionSettings.js';
import { claimDeployment, handBackDeployment, releaseDeployments } from './sql/writeAddress.js';
import type { PostgresStoreOptions } from './PostgresStoreOptions.js';
import { watchDeploymentTable } from './watchDeploymentTable.js';

/**
 * A store with connections that want closing.
 *
 * @public
 */
export interface PostgresDeploymentStore extends DeploymentStore {
  /** Closes the connections for writes; those of `changes$` close with their subscriptions. */
  close(): Promise<void>;
}

/**
 * A {@link @node-unit/deployment#DeploymentStore} on the deployment table, which {@link migrateDeploymentTables} made.
 * Connects when it is needed.
 *
 * @public
 */
export function openPostgresDeploymentStore(options: PostgresStoreOptions): PostgresDeploymentStore {
  const pool = new Pool({ ...connectionSettings(options.uri), max: 4 });
  // Without a listener a connection that breaks while idle would end the process; the pool replaces it.
  pool.on('error', () => undefined);
  const write = (statement: QueryConfig): Promise<readonly AddressWrite[]> => writeAddresses(pool, statement);
  return {
    changes$: watchDeploymentTable(options),
    release: async (lostAddresses) => ({ released: await write(releaseDeployments(lostAddresses)), refused: [] }),
    claim: async (deploymentId, address) => {
      const [claimed] = await write(claimDeployment(deploymentId, address));
      return claimed ? { outcome: 'claimed', claimEpoch: claimed.claimEpoch } : { outcome: 'conflict' };
    },
    handBack: async (deploymentId, address) => {
      await write(handBackDeployment(deploymentId, address));
    },
    close: () => pool.end(),
  };
}

async function writeAddresses(pool: Pool, statement: QueryConfig): Promise<readonly AddressWrite[]> {
  try {
    const { rows } = await pool.query<{ id: string; claim_epoch: string }>(statement);
    return rows.map((row) => ({ deploymentId: row.id, claimEpoch: Number(row.claim_epoch) }));
  } catch (error) {
    const reason = messageOf(error);
    throw new DeploymentStoreError('STORE_UNAVAILABLE', `the database operation failed: ${reason}`, { cause: error });
  }
}
