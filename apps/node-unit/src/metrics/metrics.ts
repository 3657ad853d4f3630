import { connectionMetrics, type MetricDeclarations } from '@node-unit/app-runtime';

const WHICH_DEPLOYMENT = [
  'deployment_id',
  'package_name',
  'package_version',
  'node_unit_name',
  'node_unit_address',
] as const;
const WHICH_PROCESS = [...WHICH_DEPLOYMENT, 'pid'] as const;
const FAILOVER_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 30, 60, 120, 300];

/** The metrics of the node-unit, apart from those of every program. */
export const nodeUnitMetrics = {
  ...connectionMetrics,
  node_unit_deployments: {
    kind: 'gauge',
    unit: 'none',
    help: 'Deployments by state, as `deployment_status` has them: what this node-unit runs or is about to, and what it has given up (`refused`).',
    labels: ['state'],
  },
  node_unit_deployment_running: {
    kind: 'gauge',
    unit: 'none',
    help: '1 while a process of the deployment runs here, 0 while it should and does not; no value once it has completed.',
    labels: WHICH_DEPLOYMENT,
  },
  node_unit_deployment_restarts_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Starts of the process of a deployment after the first one here.',
    labels: WHICH_DEPLOYMENT,
  },
  node_unit_deployment_cpu_seconds_total: {
    kind: 'counter',
    unit: 'seconds',
    help: 'CPU time of a process of a deployment and of all that descend from it, from the samples of its usage.',
    labels: WHICH_PROCESS,
  },
  node_unit_deployment_cpu_usage_ratio: {
    kind: 'gauge',
    unit: 'ratio',
    help: 'Share of the CPU capacity of the node-unit that the process uses, 0 to 1, in the latest sample.',
    labels: WHICH_PROCESS,
  },
  node_unit_deployment_memory_rss_bytes: {
    kind: 'gauge',
    unit: 'bytes',
    help: 'Resident memory of the process and of all that descend from it, in the latest sample.',
    labels: WHICH_PROCESS,
  },
  node_unit_cpu_usage_ratio: {
    kind: 'gauge',
    unit: 'ratio',
    help: 'Share of its CPU capacity that the node-unit and all its deployments use, 0 to 1.',
  },
  node_unit_cpu_cores: {
    kind: 'gauge',
    unit: 'none',
    help: 'CPU cores that the node-unit may use.',
  },
  node_unit_memory_usage_bytes: {
    kind: 'gauge',
    unit: 'bytes',
    help: 'Resident memory of the node-unit and all its deployments.',
  },
  node_unit_memory_capacity_bytes: {
    kind: 'gauge',
    unit: 'bytes',
    help: 'Memory that the node-unit may use.',
  },
  node_unit_rounds_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Rounds by outcome: `claimed`, or the reason why nothing was claimed, as in `DeploymentClaimSkipped`.',
    labels: ['outcome'],
  },
  node_unit_round_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    help: 'Time of a round, with its writes.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  node_unit_releases_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Deployments of lost node-units that this one has made unassigned.',
  },
  node_unit_claim_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    help: 'Time from the moment at which this node-unit saw a deployment unassigned to its own claim of it.',
    buckets: FAILOVER_SECONDS,
  },
  node_unit_failover_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    help: 'Time from the moment at which this node-unit saw another one lost to the takeover of a deployment of it: `until` it is `claimed`, and until it is `running` here.',
    labels: ['until'],
    buckets: FAILOVER_SECONDS,
  },
  node_unit_replica_stale_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    help: 'How long the deployments have not been known, because the storage or the database cannot be reached; 0 while they are known.',
  },
  node_unit_log_written_bytes_total: {
    kind: 'counter',
    unit: 'bytes',
    help: 'Output of deployments that was written to their logs.',
  },
  node_unit_log_written_lines_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Lines of output of deployments that were written to their logs.',
  },
  node_unit_log_dropped_bytes_total: {
    kind: 'counter',
    unit: 'bytes',
    help: 'Output of deployments that could not be written and was dropped.',
  },
} as const satisfies MetricDeclarations;

/** The name of a metric of the node-unit. */
export type NodeUnitMetric = keyof typeof nodeUnitMetrics;
