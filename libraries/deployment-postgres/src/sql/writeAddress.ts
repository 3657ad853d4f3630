import type { QueryConfig } from 'pg';

/** No row = another node-unit was first. */
export function claimDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = $2
      where id = $1 and address = '' and enabled and type = 'deployment'
      returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}

export function releaseDeployments(lostAddresses: readonly string[]): QueryConfig {
  return {
    text: `update deployment set address = ''
      where address = any($1::text[]) and address <> '' and enabled and type = 'deployment'
      returning id, claim_epoch`,
    values: [lostAddresses],
  };
}

export function handBackDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = '' where id = $1 and address = $2 and address <> '' returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}
