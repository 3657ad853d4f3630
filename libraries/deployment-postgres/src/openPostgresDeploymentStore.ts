import {
  type AddressWrite,
  type ClaimResult,
  type DeploymentStore,
  DeploymentStoreError,
  parseStatusRow,
} from '@node-unit/deployment';
import type { Pool, QueryResultRow } from 'pg';

import { ClaimBatches } from './ClaimBatches.js';
import { describeDatabaseFault } from './describeDatabaseFault.js';
import { describeLockHolders, isLockTimeout } from './lockHolders.js';
import type { PostgresStatement, Query } from './listen/FollowOptions.js';
import { PostgresListener } from './listen/PostgresListener.js';
import { openPool } from './openPool.js';
import {
  claimDeployments,
  handBackDeployment,
  releaseDeployments,
  renewClaim,
  selectUnreleased,
} from './sql/writeAddress.js';
import { deleteStatuses, selectStatuses, upsertStatuses } from './sql/writeStatus.js';
import type { PostgresStoreOptions } from './PostgresStoreOptions.js';
import { watchDeploymentTable } from './watchDeploymentTable.js';
import { watchOrderTables } from './operations/watchOrderTables.js';

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
  const { listener = new PostgresListener(options.uri) } = options;
  const pool = openPool(options.uri, 'write', { max: 4 });
  const query: Query = (statement) => runQuery(pool, statement, options.uri);
  const write = async (statement: PostgresStatement): Promise<readonly AddressWrite[]> =>
    (await query<{ id: string; claim_epoch: string }>(statement)).map((row) => ({
      deploymentId: row.id,
      claimEpoch: Number(row.claim_epoch),
    }));
  const claimWith = async (statement: PostgresStatement): Promise<ClaimResult> => {
    const [claimed] = await write(statement);
    return claimed ? { outcome: 'claimed', claimEpoch: claimed.claimEpoch } : { outcome: 'conflict' };
  };
  const claims = new ClaimBatches((wanted) => write(claimDeployments(wanted)));
  return {
    changes$: watchDeploymentTable(listener, options),
    release: async (lostAddresses, exclusive) => {
      const released = await write(releaseDeployments(lostAddresses, exclusive));
      const locked = await query<{ id: string }>(selectUnreleased(lostAddresses, exclusive));
      return { released, refused: [], ...(locked.length > 0 && { locked: locked.map(({ id }) => id) }) };
    },
    claim: (deploymentId, address, claimEpoch) => claims.claim({ deploymentId, address, claimEpoch }),
    renewClaim: (deploymentId, address, claimEpoch) => claimWith(renewClaim(deploymentId, address, claimEpoch)),
    handBack: async (deploymentId, address, reason = '') => {
      await write(handBackDeployment(deploymentId, address, reason));
    },
    watchOrders: watchOrderTables(listener),
    reportStatus: async (address, { changed, removedIds }) => {
      if (removedIds.length > 0) await query(deleteStatuses(address, removedIds));
      if (changed.length > 0) await query(upsertStatuses(address, changed));
    },
    readStatus: async (deploymentIds) => {
      const rows = await query(selectStatuses(deploymentIds));
      return rows.map(parseStatusRow);
    },
    close: () => pool.end(),
  };
}

async function runQuery<Row>(pool: Pool, { text, values }: PostgresStatement, uri: string): Promise<readonly Row[]> {
  try {
    return (await pool.query<Row & QueryResultRow>(text, values)).rows;
  } catch (error) {
    const fault = describeDatabaseFault(error, uri);
    const reason = isLockTimeout(error) ? `${fault} Locks are held by ${await describeLockHolders(pool)}.` : fault;
    throw new DeploymentStoreError('STORE_UNAVAILABLE', `the database operation failed: ${reason}`, { cause: error });
  }
}
