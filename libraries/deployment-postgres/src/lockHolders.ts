import { messageOf } from '@node-unit/basics';
import type { ClientBase, Pool } from 'pg';

const LOCK_NOT_AVAILABLE = '55P03';

/** Whether a statement failed because somebody else holds a lock for too long. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === LOCK_NOT_AVAILABLE;
}

/**
 * Who holds locks that others may wait for, for a person: sessions with an open transaction that has locked one of our
 * tables, and those that migrate. Never rejects.
 */
export async function describeLockHolders(client: Pick<ClientBase | Pool, 'query'>): Promise<string> {
  try {
    const { rows } = await client.query<{ holder: string }>(HOLDERS);
    return rows.length === 0 ? 'nobody any more' : rows.map(({ holder }) => holder).join('; ');
  } catch (error) {
    return `unknown (${messageOf(error)})`;
  }
}

/** The error; if somebody holds a lock for too long, one with the same code that says who. Never rejects. */
export async function withLockHolders(error: unknown, client: Pick<ClientBase | Pool, 'query'>): Promise<unknown> {
  if (!isLockTimeout(error)) return error;
  const message = `${messageOf(error)}; locks are held by ${await describeLockHolders(client)}`;
  return Object.assign(new Error(message, { cause: error }), { code: LOCK_NOT_AVAILABLE });
}

const HOLDERS = `
  select distinct format('%s (%s%s, %s, since %s UTC)', a.pid, coalesce(nullif(a.application_name, ''), 'no application_name'),
    case when a.usename is null then '' else ' as ' || a.usename end, a.state,
    to_char(a.xact_start at time zone 'UTC', 'HH24:MI:SS')) as holder
  from pg_locks l join pg_stat_activity a using (pid)
  where l.granted and a.pid <> pg_backend_pid() and a.xact_start < clock_timestamp() - interval '1 second'
    and (l.locktype = 'advisory' or l.relation in (
      to_regclass('deployment'), to_regclass('deployment_event'), to_regclass('deployment_status'),
      to_regclass('portal_config'), to_regclass('node_unit_usage'),
      to_regclass('node_unit'), to_regclass('hand_over')))
  limit 5`;
