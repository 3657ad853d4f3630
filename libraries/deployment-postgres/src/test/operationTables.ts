import { onTestFinished } from 'vitest';

import {
  openPostgresDeploymentStore,
  openPostgresOperations,
  type PostgresDeploymentStore,
  type PostgresOperations,
} from '../index.js';

/** What operators and node-units have of a migrated database; closed with the test. */
export function openTables(uri: string): {
  readonly operations: PostgresOperations;
  readonly store: PostgresDeploymentStore;
} {
  const operations = openPostgresOperations(uri);
  const store = openPostgresDeploymentStore({ uri });
  onTestFinished(async () => {
    await operations.close();
    await store.close();
  });
  return { operations, store };
}
