import { fileURLToPath } from 'node:url';

import { runner } from 'node-pg-migrate';

import { prepareDeploymentTable } from './prepareDeploymentTable.js';
import { withMigrationLock } from './withMigrationLock.js';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * Creates or upgrades the tables. Safe to run from many processes at once: they take turns, and later ones have
 * nothing to do. All or nothing. A table of a peer gets the columns that it lacks.
 *
 * @throws Error of the driver if the database is out of reach or refuses, or if somebody holds a lock for too long; Error
 * if a column has another type
 *
 * @public
 */
export async function migrateDeploymentTables(uri: string): Promise<void> {
  await withMigrationLock(uri, async (client) => {
    await prepareDeploymentTable(client);
    await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'node_unit_migration',
      noLock: true,
      log: () => undefined,
    });
  });
}
