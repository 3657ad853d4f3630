import * as z from 'zod';

import { describeIssues } from './describeIssues.js';
import type { StoredDeploymentStatus } from './DeploymentStatus.js';

const STATES = [
  'installing',
  'starting',
  'running',
  'backing_off',
  'crash_looping',
  'completed',
  'stopping',
  'refused',
  'update_failed',
] as const;

const storedSchema = z.object({
  deployment_id: z.uuid(),
  state: z.enum(STATES),
  pid: z.int32().positive().nullish(),
  restarts: z.int32().nonnegative(),
  last_exit: z.string(),
  reason: z.string(),
  resolved_version: z.string(),
  claim_epoch: z.number().int().nonnegative(),
  // A node-unit of an earlier version does not report these.
  row_updated_at: z.string().default(''),
  hand_over: z.string().default(''),
  healthy: z.boolean().nullish(),
  since: z.iso.datetime({ offset: true }),
  address: z.string(),
  updated_at: z.string(),
});

/**
 * A row of `deployment_status` as the columns name it; also its form between terminals.
 *
 * @public
 */
export type DeploymentStatusRow = z.input<typeof storedSchema>;

/**
 * Reads a row of `deployment_status`.
 *
 * @throws Error that says which column is wrong
 *
 * @public
 */
export function parseStatusRow(row: unknown): StoredDeploymentStatus {
  const parsed = storedSchema.safeParse(row);
  if (!parsed.success) throw new Error(describeIssues(parsed.error), { cause: parsed.error });
  const columns = parsed.data;
  return {
    deploymentId: columns.deployment_id,
    address: columns.address,
    state: columns.state,
    pid: columns.pid ?? undefined,
    restarts: columns.restarts,
    lastExit: columns.last_exit,
    reason: columns.reason,
    resolvedVersion: columns.resolved_version,
    claimEpoch: columns.claim_epoch,
    rowUpdatedAt: columns.row_updated_at,
    handOver: columns.hand_over,
    healthy: columns.healthy ?? undefined,
    since: columns.since,
    updatedAt: columns.updated_at,
  };
}

/**
 * The row of a status; the inverse of {@link parseStatusRow}.
 *
 * @public
 */
export function toStatusRow(status: StoredDeploymentStatus): DeploymentStatusRow {
  return {
    deployment_id: status.deploymentId,
    address: status.address,
    state: status.state,
    pid: status.pid ?? null,
    restarts: status.restarts,
    last_exit: status.lastExit,
    reason: status.reason,
    resolved_version: status.resolvedVersion,
    claim_epoch: status.claimEpoch,
    row_updated_at: status.rowUpdatedAt,
    hand_over: status.handOver,
    healthy: status.healthy ?? null,
    since: status.since,
    updated_at: status.updatedAt,
  };
}
