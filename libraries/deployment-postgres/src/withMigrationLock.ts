import { Client } from 'pg';

import { connectionSettings } from './connectionSettings.js';
import { isLockTimeout, withLockHolders } from './lockHolders.js';

/** An advisory lock that no other program uses in this database: it serialises migrations. */
export const MIGRATION_LOCK = 7_201_604_917;

/** Nobody else is held up by this wait. */
const TURN_TIMEOUT_MS = 30_000;
/** While a change of a table waits for a lock, everybody else who uses the table waits behind it. */
const TABLE_TIMEOUT_MS = 3_000;

/**
 * Runs statements of any length while no other migration runs.
 *
 * @throws Error of the driver; if somebody holds a lock for too long, it has the code `55P03` and says who
 */
export async function withMigrationLock<T>(uri: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...connectionSettings(uri, 'migrate'), query_timeout: 0, lock_timeout: TURN_TIMEOUT_MS });
  // Without a listener an error of an idle connection would end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`set lock_timeout = ${TABLE_TIMEOUT_MS}`);
    return await work(client);
  } catch (error) {
    // An interrupted transaction answers nothing else.
    if (isLockTimeout(error)) await client.query('rollback').catch(() => undefined);
    throw await withLockHolders(error, client);
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}
