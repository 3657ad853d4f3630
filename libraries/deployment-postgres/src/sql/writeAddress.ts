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
      where id in (select id from deployment where ${RELEASABLE} for update skip locked)
      returning id, claim_epoch`,
    values: releaseValues(lostAddresses, exclusive),
  };
}

/** Those that the same release left because somebody holds them locked. */
export function selectUnreleased(
  lostAddresses: readonly string[],
  exclusive: readonly AddressWrite[] = [],
): QueryConfig {
  return { text: `select id from deployment where ${RELEASABLE}`, values: releaseValues(lostAddresses, exclusive) };
}

const RELEASABLE = `address = any($1::text[]) and address <> '' and enabled and type = 'deployment'
  and (exclusive_ms = 0 or (id, claim_epoch) in (select * from unnest($2::uuid[], $3::bigint[])))`;

function releaseValues(lostAddresses: readonly string[], exclusive: readonly AddressWrite[]): unknown[] {
  const ids = exclusive.map(({ deploymentId }) => deploymentId);
  return [lostAddresses, ids, exclusive.map(({ claimEpoch }) => claimEpoch)];
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
