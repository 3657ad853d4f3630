import type { ClientBase } from 'pg';

import { addMissingColumns, type ExistingColumn } from './deploymentColumns.js';

/**
 * Brings the table of a peer, which may be older, to the columns of the documents. There is nothing to do without such a
 * table, or after the first migration.
 *
 * @throws Error if a column has another type; nothing is changed then
 */
export async function prepareDeploymentTable(client: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<ExistingColumn>(`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = to_regclass('deployment') and attnum > 0 and not attisdropped`);
  const statement = addMissingColumns(rows);
  if (statement !== undefined) await client.query(statement);
}
