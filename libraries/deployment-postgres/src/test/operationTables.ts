import { onTestFinished } from 'vitest';

import {
  migrateDeploymentTables,
  openPostgresDeploymentStore,
  openPostgresOperations,
  type PostgresDeploymentStore,
  type PostgresOperations,
} from '../index.js';

/** What operators and node-units have of a database that was empty; closed with the test. */
export async function openTables(
  uri: string,
): Promise<{ readonly operations: PostgresOperations; readonly store: PostgresDeploymentStore }> {
  await migrateDeploymentTables(uri);
  const operations = openPostgresOperations(uri);
  const store = openPostgresDeploymentStore({ uri });
  onTestFinished(async () => {
    await operations.close();
    await store.close();
  });
  return { operations, store };
}
