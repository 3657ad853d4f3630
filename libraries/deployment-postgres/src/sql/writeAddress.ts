import type { AddressWrite } from '@node-unit/deployment';
import type { QueryConfig } from 'pg';

/** No row = another node-unit was first, or somebody holds the row locked. */
export function claimDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = $2
      where id = (
        select id from deployment where id = $1 and address = '' and enabled and type = 'deployment'
        for update skip locked
      )
      returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}

/** Rows that somebody holds locked are left for the next time. Exclusive rows are released at the epoch that was seen. */
export function releaseDeployments(
  lostAddresses: readonly string[],
  exclusive: readonly AddressWrite[] = [],
): QueryConfig {
  return {
    text: `update deployment set address = ''
      where id in (
        select id from deployment
        where address = any($1::text[]) and address <> '' and enabled and type = 'deployment'
          and (exclusive_ms = 0 or (id, claim_epoch) in (select * from unnest($2::uuid[], $3::bigint[])))
        for update skip locked
      )
      returning id, claim_epoch`,
    values: [
      lostAddresses,
      exclusive.map(({ deploymentId }) => deploymentId),
      exclusive.map(({ claimEpoch }) => claimEpoch),
    ],
  };
}

/** Those that a release of the addresses left because somebody holds them locked. */
export function selectUnreleased(lostAddresses: readonly string[]): QueryConfig {
  return {
    text: `select id from deployment
      where address = any($1::text[]) and address <> '' and enabled and type = 'deployment' and exclusive_ms = 0`,
    values: [lostAddresses],
  };
}

export function handBackDeployment(deploymentId: string, address: string): QueryConfig {
  return {
    text: `update deployment set address = '' where id = $1 and address = $2 and address <> '' returning id, claim_epoch`,
    values: [deploymentId, address],
  };
}

/** No row = it is somebody else's, or the epoch is another. */
export function renewClaim(deploymentId: string, address: string, claimEpoch: number): QueryConfig {
  return {
    text: `update deployment set claim_epoch = claim_epoch + 1
      where id = $1 and address = $2 and claim_epoch = $3 returning id, claim_epoch`,
    values: [deploymentId, address, claimEpoch],
  };
}
