import { messageOf } from '@node-unit/basics';
import type { Client } from 'pg';

import { isLockTimeout } from './lockHolders.js';
import { HISTORY_TABLES, type HistoryTable } from './sql/historyTables.js';
import { makeHypertable, selectHypertable, setRetention } from './sql/makeHypertable.js';
import { withMigrationLock } from './withMigrationLock.js';

/**
 * How the history tables are kept.
 *
 * - `hypertable`: TimescaleDB compresses and drops what is old by itself.
 * - `plain`: rows must be pruned by a program; `reason` tells why TimescaleDB is not used.
 *
 * @public
 */
export type HistoryTables = { readonly kind: 'hypertable' } | { readonly kind: 'plain'; readonly reason: string };

/**
 * Makes the history tables hypertables if the database has TimescaleDB, and returns their kind. Call it at every
 * start, because the extension may have been installed meanwhile.
 *
 * @remarks
 * Never fails for want of the extension: the same queries serve plain tables. Safe to run from many processes at once.
 *
 * @throws Error of the driver if the database is out of reach, or if somebody holds a lock for too long
 *
 * @public
 */
export async function prepareHistoryTables(uri: string, retentionDays: number): Promise<HistoryTables> {
  return withMigrationLock(uri, async (client): Promise<HistoryTables> => {
    const available = await client.query("select from pg_available_extensions where name = 'timescaledb'");
    if (available.rowCount === 0) return { kind: 'plain', reason: 'the database has no TimescaleDB' };
    return convert(client, retentionDays);
  });
}

async function convert(client: Client, retentionDays: number): Promise<HistoryTables> {
  try {
    await client.query('create extension if not exists timescaledb');
    for (const table of HISTORY_TABLES) await convertTable(client, table, retentionDays);
    return { kind: 'hypertable' };
  } catch (error) {
    if (isLockTimeout(error)) throw error;
    const reason = messageOf(error);
    return { kind: 'plain', reason: `TimescaleDB is installed but unusable: ${reason}` };
  }
}

async function convertTable(client: Client, table: HistoryTable, retentionDays: number): Promise<void> {
  const { rowCount } = await client.query(selectHypertable(table));
  const statements = [...(rowCount === 0 ? makeHypertable(table) : []), ...setRetention(table, retentionDays)];
  for (const statement of statements) await client.query(statement);
}
