import type { QueryConfig } from 'pg';

export function releaseDeployments(lostAddresses: readonly string[]): QueryConfig {
  return {
    text: `update deployment set address = ''
      where address = any($1::text[]) and address <> '' and enabled and type = 'deployment'
      returning id, claim_epoch`,
    values: [lostAddresses],
  };
}
