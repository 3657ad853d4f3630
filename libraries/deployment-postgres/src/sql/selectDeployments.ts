import type { QueryConfig } from 'pg';

import { DEPLOYMENT_COLUMNS } from './columns.js';

export function selectAllDeployments(): QueryConfig {
  return { text: `select ${DEPLOYMENT_COLUMNS} from deployment` };
}

export function selectDeployments(ids: readonly string[]): QueryConfig {
  return { text: `select ${DEPLOYMENT_COLUMNS} from deployment where id = any($1::uuid[])`, values: [ids] };
}
