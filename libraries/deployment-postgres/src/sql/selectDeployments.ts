import type { QueryConfig } from 'pg';

import { ROW_DIGEST } from './selectDigests.js';

/** Every column, times as UTC text with microseconds, so that their text order is their order in time. */
const DEPLOYMENT_COLUMNS = `
  id, package_name, package_version, command, args, env, type, address, enabled, claim_epoch, exclusive_ms, constraints,
  restart, stop_grace_ms, memory_max_mb, health, name, replica, previous_version,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at`;

/** With the digest of each row; of all rows if none is named. */
export function selectWithDigest(ids: readonly string[] | undefined): QueryConfig {
  const all = `select ${DEPLOYMENT_COLUMNS}, ${ROW_DIGEST} as digest from deployment`;
  return ids === undefined ? { text: all } : { text: `${all} where id = any($1::uuid[])`, values: [ids] };
}

export function selectDeployments(ids: readonly string[]): QueryConfig {
  return { text: `select ${DEPLOYMENT_COLUMNS} from deployment where id = any($1::uuid[])`, values: [ids] };
}

/** Nobody else changes them until the end of the transaction. */
export function lockNamedDeployments(names: readonly string[]): QueryConfig {
  return {
    text: `select ${DEPLOYMENT_COLUMNS} from deployment where name = any($1::text[]) and name <> '' order by name, replica
      for update`,
    values: [names],
  };
}

export function lockDeployments(ids: readonly string[]): QueryConfig {
  return {
    text: `select ${DEPLOYMENT_COLUMNS} from deployment where id = any($1::uuid[]) order by id for update`,
    values: [ids],
  };
}
