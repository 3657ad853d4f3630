import type { QueryConfig } from 'pg';

/** No row = somebody else was first. */
export function claimDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = $2
      where id = $1 and address = '' and enabled and type = 'deployment'
      returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}
