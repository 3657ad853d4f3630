import type { MetricDeclarations } from '@node-unit/app-runtime';

/** The metrics of the host, apart from those of every program. */
export const hostMetrics = {
  node_unit_node_units: {
    kind: 'gauge',
    unit: 'none',
    help: 'Node-units that are online, by state: `claiming`, `not_claiming` (policy `none`, or stopping) or `drained`; their sum is what is online.',
    labels: ['state'],
  },
  node_unit_host_node_units_left_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Node-units that have left, by kind: `stopped` after they had withdrawn, or `lost`, without a word.',
    labels: ['kind'],
  },
  node_unit_host_terminals: {
    kind: 'gauge',
    unit: 'none',
    help: 'Connected terminals by class: `member` of the cluster, or `workload` (a process of a deployment).',
    labels: ['class'],
  },
  node_unit_host_terminals_announced: {
    kind: 'gauge',
    unit: 'none',
    help: 'Terminals that have announced themselves and are listed to the others.',
  },
  node_unit_host_connections_opened_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Connections that were authenticated, by class of the terminal.',
    labels: ['class'],
  },
  node_unit_host_connections_ended_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Ends of authenticated connections by reason: `closed`, `hung` (missed heartbeats), `replaced` or `revoked`.',
    labels: ['reason'],
  },
  node_unit_host_refusals_total: {
    kind: 'counter',
    unit: 'none',
    help: 'What the host has refused: connections and HTTP requests (`connection`) or messages (`frame`), by reason.',
    labels: ['kind', 'reason'],
  },
  node_unit_host_frames_received_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Messages that the host has received from terminals, by class of the sender.',
    labels: ['class'],
  },
} as const satisfies MetricDeclarations;

/** The name of a metric of the host. */
export type HostMetric = keyof typeof hostMetrics;
