import type { QueryConfig } from 'pg';

export function handBackDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = '' where id = $1 and address = $2 and address <> '' returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}
