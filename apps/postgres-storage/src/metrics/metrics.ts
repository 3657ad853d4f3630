import { connectionMetrics, type MetricDeclarations } from '@node-unit/app-runtime';

/** The metrics of the storage service, apart from those of every program. */
export const storageMetrics = {
  ...connectionMetrics,
  node_unit_storage_database_up: {
    kind: 'gauge',
    unit: 'none',
    help: '1 while the database can be used and the deployments are known, else 0.',
  },
  node_unit_deployments: {
    kind: 'gauge',
    unit: 'none',
    help: 'Deployments by state, from the table: `unassigned`, `lost` (its node-unit is gone), `disabled`, `invalid` (its row cannot be read); no value while the database is down.',
    labels: ['state'],
  },
  node_unit_lost_addresses: {
    kind: 'gauge',
    unit: 'none',
    help: 'Node-units that are gone and still hold enabled deployments; the others release them within moments.',
  },
  node_unit_storage_missed_rows_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Rows that the comparison with the table, once a minute, found changed although no trigger had announced it. They have been read then.',
  },
  node_unit_storage_requests_total: {
    kind: 'counter',
    unit: 'none',
    help: 'Requests by method and outcome: `ok`, `refused`, `failed`, or `ended` by the requester (which is how a watch ends).',
    labels: ['method', 'outcome'],
  },
  node_unit_storage_request_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    help: 'Time from a request to its response, by method.',
    labels: ['method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
} as const satisfies MetricDeclarations;

/** The name of a metric of the storage service. */
export type StorageMetric = keyof typeof storageMetrics;
