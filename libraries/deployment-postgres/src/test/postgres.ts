import { randomUUID } from 'node:crypto';

import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';

/** One server for a test file; every test takes an empty database of its own. */
export function usePostgres(): { readonly server: LocalPostgres; emptyDatabase(): Promise<string> } {
  const context: { server?: LocalPostgres } = {};
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
