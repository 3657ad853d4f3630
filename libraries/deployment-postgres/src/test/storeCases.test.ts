import { storeCases } from '@node-unit/deployment/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

import { openPostgresDeploymentStore } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

describe(openPostgresDeploymentStore.name, () => {
  it.each(storeCases)('$name', async ({ rows, act, expected }) => {
    const uri = await postgres.migratedDatabase();
    for (const { id, address, enabled, type, exclusiveMs, env } of rows('a')) {
      await sql(
        uri,
        `insert into deployment (package_name, id, address, enabled, type, exclusive_ms, env)
         values ('demo', $1, $2, $3, $4, $5, $6)`,
        [id, address, enabled, type, exclusiveMs, env],
      );
    }
    const store = openPostgresDeploymentStore({ uri });
    onTestFinished(() => store.close());
    expect(await act({ store, address: 'a' })).toEqual(expected('a'));
  });
});
