import {
  type DeploymentEvent,
  DeploymentStoreError,
  type OnlineNodeUnit,
  type OperationsStore,
} from '@node-unit/deployment';
import { DatabaseError, type Pool, type PoolClient, type QueryConfig } from 'pg';

import { describeDatabaseFault } from '../describeDatabaseFault.js';
import { PostgresListener } from '../listen/PostgresListener.js';
import { withLockHolders } from '../lockHolders.js';
import { openPool } from '../openPool.js';
import { forgetNodeUnits, markOffline, selectEvents, upsertOnlineNodeUnits } from '../sql/operationTables.js';
import { carryOut } from './carryOut.js';
import { watchOperationTables } from './watchOperationTables.js';

/**
 * What operators see and do, on the tables that {@link migrateDeploymentTables} made, and what only a storage writes there.
 *
 * @public
 */
export interface PostgresOperations extends OperationsStore {
  /** Records which node-units are online: these, and no others if that is all. */
  recordNodeUnits(seen: { readonly online: readonly OnlineNodeUnit[]; readonly isAll: boolean }): Promise<void>;
  /** Forgets node-units that have been offline for so many days. */
  forgetNodeUnits(days: number): Promise<void>;
  /** Closes the connections for writes; those of `operations$` close with their subscriptions. */
  close(): Promise<void>;
}

/**
 * Opens the tables for operators. Connects when it is needed.
 *
 * @param listener - What follows the tables of this database. Default: one of its own.
 *
 * @public
 */
export function openPostgresOperations(uri: string, listener = new PostgresListener(uri)): PostgresOperations {
  const pool = openPool(uri, 'operate', { max: 2 });
  const attempt = <Result>(work: () => Promise<Result>): Promise<Result> =>
    work().catch(async (error: unknown) => {
      throw toStoreError(await withLockHolders(error, pool), uri);
    });
  return {
    operations$: watchOperationTables(listener),
    readEvents: (query) => attempt(async () => (await pool.query<DeploymentEvent>(selectEvents(query))).rows),
    operate: (operation) => attempt(() => inTransaction(pool, (client) => carryOut(client, operation))),
    recordNodeUnits: ({ online, isAll }) =>
      attempt(() =>
        inTransaction(pool, async (client) => {
          const statements: readonly QueryConfig[] = [
            upsertOnlineNodeUnits(online),
            ...(isAll ? [markOffline(online.map(({ address }) => address))] : []),
          ];
          for (const statement of statements) await client.query(statement);
        }),
      ),
    forgetNodeUnits: (days) => attempt(async () => void (await pool.query(forgetNodeUnits(days)))),
    close: () => pool.end(),
  };
}

async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A rule of the table, or a name that exists: the fault of the request. */
const FAULTS_OF_THE_REQUEST: ReadonlySet<string | undefined> = new Set(['23514', '23505', '22P05', '22021']);

function toStoreError(error: unknown, uri: string): DeploymentStoreError {
  if (error instanceof DeploymentStoreError) return error;
  if (error instanceof DatabaseError && FAULTS_OF_THE_REQUEST.has(error.code)) {
    const detail = error.detail === undefined ? '' : ` (${error.detail})`;
    return new DeploymentStoreError('REFUSED', `the database refused it: ${error.message}${detail}`, { cause: error });
  }
  return new DeploymentStoreError(
    'STORE_UNAVAILABLE',
    `the database operation failed: ${describeDatabaseFault(error, uri)}`,
    { cause: error },
  );
}
