import { fileURLToPath } from 'node:url';

import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

import { connectionSettings } from './connectionSettings.js';

/** An advisory lock that no other program uses in this database: it serialises migrations. */
export const MIGRATION_LOCK = 7_201_604_917;

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * Creates or upgrades the tables. Safe to run from many processes at once: they take turns, and later ones have
 * nothing to do. All or nothing.
 *
 * @throws Error of the driver if the database is out of reach or refuses
 *
 * @public
 */
export async function migrateDeploymentTables(uri: string): Promise<void> {
  const client = new Client({ ...connectionSettings(uri), query_timeout: 0 });
  // Without a listener an error of an idle connection would end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'node_unit_migration',
      noLock: true,
      log: () => undefined,
    });
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}
