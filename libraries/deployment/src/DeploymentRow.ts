import type { Deployment } from './Deployment.js';
import { toHealthColumn } from './healthSchema.js';

/**
 * A deployment as the table's columns name it; also its form between terminals.
 *
 * @public
 */
export interface DeploymentRow {
  readonly id: string;
  readonly name: string;
  readonly replica: number;
  readonly package_name: string;
  readonly package_version: string;
  readonly previous_version: string;
  readonly command: string;
  readonly args: unknown;
  readonly env: unknown;
  readonly type: string;
  readonly address: string;
  readonly enabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly claim_epoch: number;
  readonly exclusive_ms: number;
  readonly constraints: unknown;
  readonly restart: string;
  readonly stop_grace_ms: number;
  readonly memory_max_mb: number;
  readonly health: unknown;
}

/**
 * The row of a deployment; the inverse of {@link parseDeploymentRow}.
 *
 * @public
 */
export function toDeploymentRow(deployment: Deployment): DeploymentRow {
  return {
    id: deployment.id,
    name: deployment.name,
    replica: deployment.replica,
    package_name: deployment.packageName,
    package_version: deployment.packageVersion,
    previous_version: deployment.previousVersion,
    command: deployment.command,
    args: deployment.args,
    env: deployment.env,
    type: deployment.type,
    address: deployment.address,
    enabled: deployment.enabled,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    claim_epoch: deployment.claimEpoch,
    exclusive_ms: deployment.exclusiveMs,
    constraints: deployment.constraints,
    restart: deployment.restart,
    stop_grace_ms: deployment.stopGraceMs,
    memory_max_mb: deployment.memoryMaxMb,
    health: toHealthColumn(deployment.health),
  };
}
