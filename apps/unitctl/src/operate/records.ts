import type { DeploymentPicture, EventPicture, NodeUnitPicture } from '@node-unit/operator';

/** A deployment for programs: the names of the columns, and what is known beside them. The names are stable. */
export function deploymentRecord({ id, label, phase, reason, nodeUnit, status, deployment }: DeploymentPicture) {
  return {
    id,
    label,
    name: deployment.name,
    replica: deployment.replica,
    package_name: deployment.packageName,
    package_version: deployment.packageVersion,
    previous_version: deployment.previousVersion,
    type: deployment.type,
    enabled: deployment.enabled,
    state: phase,
    reason,
    node_unit: nodeUnit,
    address: deployment.address,
    ...statusFields(status),
    claim_epoch: deployment.claimEpoch,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
  };
}

const NO_STATUS = {
  restarts: 0,
  pid: null,
  last_exit: '',
  resolved_version: '',
  healthy: null,
  since: null,
  hand_over: '',
};

function statusFields(status: DeploymentPicture['status']) {
  if (!status) return NO_STATUS;
  const { restarts, pid = null, lastExit, resolvedVersion, healthy = null, since, handOver } = status;
  return {
    restarts,
    pid,
    last_exit: lastExit,
    resolved_version: resolvedVersion,
    healthy,
    since,
    hand_over: handOver,
  };
}

export function nodeUnitRecord({ nodeUnit, drained, ...known }: NodeUnitPicture) {
  const { since: drainedSince = null, reason: drainReason = '' } = drained ?? {};
  return {
    name: known.name,
    address: known.address,
    online: known.online,
    claiming: known.claiming,
    drained_since: drainedSince,
    drain_reason: drainReason,
    policy: known.policy,
    version: known.version,
    deployments: known.deployments,
    ...machineFields(nodeUnit),
  };
}

function machineFields(nodeUnit: NodeUnitPicture['nodeUnit']) {
  const { resourceUsage, capacity, nodeTags = {} } = nodeUnit ?? {};
  return {
    cpu_percent: resourceUsage ? resourceUsage.cpuPercent : null,
    memory_mb: resourceUsage ? resourceUsage.memoryMb : null,
    cpu_cores: capacity ? capacity.cpuCores : null,
    memory_total_mb: capacity ? capacity.memoryTotalMb : null,
    tags: nodeTags,
  };
}

export function eventRecord({ event, label, text }: EventPicture) {
  return {
    id: event.id,
    occurred_at: event.occurredAt,
    kind: event.kind,
    deployment_id: event.deploymentId,
    label,
    text,
    previous_address: event.previousAddress,
    address: event.address,
    state: event.state,
    reason: event.reason,
  };
}
