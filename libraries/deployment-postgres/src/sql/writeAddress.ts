import type { AddressWrite } from '@node-unit/deployment';
import type { QueryConfig } from 'pg';

import type { WantedClaim } from '../ClaimBatches.js';

const LONGEST_REASON = 1_000;

/** A condition that always holds: for the rest of the transaction it says why rows are written, which events keep. */
function because(reason: string): string {
  return `(select set_config('node_unit.reason', '${reason}', true)) is not null`;
}

/** Claims of different deployments. No row = another node-unit was first, or somebody holds the row locked. */
export function claimDeployments(claims: readonly WantedClaim[]): QueryConfig {
  return {
    text: `update deployment set address = wanted.address
      from unnest($1::uuid[], $2::text[], $3::bigint[]) as wanted (id, address, claim_epoch)
      where deployment.id = wanted.id and deployment.id in (
        select id from deployment where id = any($1::uuid[]) and address = '' and enabled and type = 'deployment'
          and ${because('claimed')} for update skip locked
      ) and (wanted.claim_epoch is null or deployment.claim_epoch = wanted.claim_epoch)
      returning deployment.id, deployment.claim_epoch`,
    values: [
      claims.map(({ deploymentId }) => deploymentId),
      claims.map(({ address }) => address),
      claims.map(({ claimEpoch }) => claimEpoch ?? null),
    ],
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
        select id from deployment where ${RELEASABLE} and ${because('its node-unit was lost')} for update skip locked
      )
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

export function handBackDeployment(deploymentId: string, address: string, reason: string): QueryConfig {
  return {
    text: `update deployment set address = '' where id = $1 and address = $2 and address <> ''
        and (select set_config('node_unit.reason', $3, true)) is not null
      returning id, claim_epoch`,
    values: [deploymentId, address, reason.slice(0, LONGEST_REASON).replaceAll('\0', '')],
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
