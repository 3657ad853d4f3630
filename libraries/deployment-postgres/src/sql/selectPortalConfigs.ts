import type { QueryConfig } from 'pg';

/** Every row, in an order that does not change; times as UTC text. */
export function selectPortalConfigs(): QueryConfig {
  return {
    text: `select id, external_host_url, is_import, filter_schema, enabled,
        to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at,
        to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at
      from portal_config order by id`,
  };
}
