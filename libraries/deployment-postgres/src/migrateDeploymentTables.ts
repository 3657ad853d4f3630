import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Client } from 'pg';

import { prepareDeploymentTable } from './prepareDeploymentTable.js';
import { withMigrationLock } from './withMigrationLock.js';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
/** In the schema that the library takes if none is named. */
const APPLIED = 'public.node_unit_migration';

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
    if (await areAllApplied(client)) return;
    // Memory that a program would keep: loaded only if there is something to do.
    const { runner } = await import('node-pg-migrate');
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

async function areAllApplied(client: Client): Promise<boolean> {
  const { rows: found } = await client.query<{ present: boolean }>(
    `select to_regclass('${APPLIED}') is not null as present`,
  );
  if (found[0]?.present !== true) return false;
  const { rows } = await client.query<{ name: string }>(`select name from ${APPLIED}`);
  const applied = new Set(rows.map(({ name }) => name));
  return (await readdir(MIGRATIONS)).every((file) => applied.has(basename(file, '.sql')));
}
