import { boundStatus, type DeploymentStatus } from '@node-unit/deployment';
import type { QueryConfig } from 'pg';

/** Inserts or replaces statuses. Those of deployments that do not exist are ignored. */
export function upsertStatuses(address: string, reported: readonly DeploymentStatus[]): QueryConfig {
  const statuses = reported.map(boundStatus);
  const column = <T>(of: (status: DeploymentStatus) => T): readonly T[] => statuses.map(of);
  return {
    text: `insert into deployment_status
        (
          address, deployment_id, state, pid, restarts, last_exit, reason, resolved_version, claim_epoch, healthy, since,
          row_updated_at, hand_over
        )
      select $1, * from unnest(
        $2::uuid[], $3::text[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::bigint[],
        $10::boolean[], $11::timestamptz[], $12::text[], $13::text[]
      )
      on conflict (deployment_id, address) do update set
        state = excluded.state, pid = excluded.pid, restarts = excluded.restarts, last_exit = excluded.last_exit,
        reason = excluded.reason, resolved_version = excluded.resolved_version, claim_epoch = excluded.claim_epoch,
        healthy = excluded.healthy, since = excluded.since, row_updated_at = excluded.row_updated_at,
        hand_over = excluded.hand_over`,
    values: [
      address,
      column(({ deploymentId }) => deploymentId),
      column(({ state }) => state),
      column(({ pid }) => pid ?? null),
      column(({ restarts }) => restarts),
      column(({ lastExit }) => lastExit),
      column(({ reason }) => reason),
      column(({ resolvedVersion }) => resolvedVersion),
      column(({ claimEpoch }) => claimEpoch),
      column(({ healthy }) => healthy ?? null),
      column(({ since }) => since),
      column(({ rowUpdatedAt }) => rowUpdatedAt),
      column(({ handOver }) => handOver),
    ],
  };
}

export function deleteStatuses(address: string, deploymentIds: readonly string[]): QueryConfig {
  return {
    text: 'delete from deployment_status where address = $1 and deployment_id = any($2::uuid[])',
    values: [address, deploymentIds],
  };
}

/** Of all deployments if none is named. */
export function selectStatuses(deploymentIds: readonly string[] | undefined): QueryConfig {
  return {
    text: `select deployment_id, address, state, pid, restarts, last_exit, reason, resolved_version,
        claim_epoch::float8 as claim_epoch, healthy, row_updated_at, hand_over,
        to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since,
        to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at
      from deployment_status where $1::uuid[] is null or deployment_id = any($1) order by deployment_id, address`,
    values: [deploymentIds ?? null],
  };
}
