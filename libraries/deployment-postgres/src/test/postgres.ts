import { randomUUID } from 'node:crypto';

import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';

import { migrateDeploymentTables } from '../index.js';

interface TestServer {
  readonly server: LocalPostgres;
  emptyDatabase(): Promise<string>;
  /** With the tables of the product: a copy of one that was migrated, which is faster. */
  migratedDatabase(): Promise<string>;
}

/** One server for a test file; every test takes a database of its own. */
export function usePostgres(): TestServer {
  const context: { server?: LocalPostgres; template?: Promise<void> } = {};
  beforeAll(async () => {
    context.server = await startLocalPostgres();
  });
  afterAll(() => context.server?.stop());
  const running = (): LocalPostgres => {
    if (!context.server) throw new Error('the server is started before the tests');
    return context.server;
  };
  return {
    get server() {
      return running();
    },
    emptyDatabase: () => running().createDatabase(`test_${randomUUID()}`),
    migratedDatabase: async () => {
      await (context.template ??= running().createDatabase('migrated').then(migrateDeploymentTables));
      const name = `test_${randomUUID()}`;
      await sql(running().uri(), `create database "${name}" template migrated`);
      return running().uri(name);
    },
  };
}

/** Runs one statement, as an operator would. */
export async function sql(uri: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: uri });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}
