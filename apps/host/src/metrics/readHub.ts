import type { Metrics, MetricValue } from '@node-unit/app-runtime';
import { type NodeUnit, nodeUnitsOf } from '@node-unit/fleet';
import { servesCluster, type TerminalInfo } from '@node-unit/protocol';

import type { Hub } from '../Hub.js';
import type { LeaveCounts } from './LeaveCounts.js';
import type { HostMetric } from './metrics.js';

interface HubSources {
  readonly hub: Hub;
  readonly leaves: LeaveCounts;
  /** The refused connections so far, by reason. */
  readonly refusedConnections: () => Readonly<Record<string, number>>;
}

/** Lets the metrics of the host be read from what the hub has in memory. */
export function readHub(metrics: Metrics<HostMetric>, { hub, leaves, refusedConnections }: HubSources): void {
  const { connections } = hub;
  metrics.read('node_unit_node_units', () => byLabel('state', countStates(hub.client.terminals)));
  metrics.read('node_unit_host_node_units_left_total', () => byLabel('kind', leaves.counts));
  metrics.read('node_unit_host_terminals', () => byLabel('class', connections.countByClass()));
  metrics.read('node_unit_host_terminals_announced', () => [{ value: hub.terminalCount }]);
  metrics.read('node_unit_host_connections_opened_total', () => byLabel('class', connections.opened));
  metrics.read('node_unit_host_connections_ended_total', () => byLabel('reason', connections.ended));
  metrics.read('node_unit_host_frames_received_total', () => byLabel('class', connections.framesReceived));
  metrics.read('node_unit_host_refusals_total', () => [
    ...refusals('connection', refusedConnections()),
    ...refusals('frame', hub.refusals),
  ]);
}

function byLabel(label: string, counts: Readonly<Record<string, number>>): readonly MetricValue[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function refusals(kind: string, counts: Readonly<Record<string, number>>): readonly MetricValue[] {
  return Object.entries(counts).map(([reason, value]) => ({ labels: { kind, reason }, value }));
}

/** A workload that poses as a node-unit is none. */
function countStates(terminals: readonly TerminalInfo[]): Readonly<Record<NodeUnitState, number>> {
  const counts = { claiming: 0, not_claiming: 0, drained: 0 };
  for (const nodeUnit of nodeUnitsOf(terminals.filter(servesCluster))) counts[stateOf(nodeUnit)] += 1;
  return counts;
}

type NodeUnitState = 'claiming' | 'not_claiming' | 'drained';

function stateOf({ claiming, tags }: NodeUnit): NodeUnitState {
  if (tags['node_unit_drained'] === 'true') return 'drained';
  return claiming ? 'claiming' : 'not_claiming';
}
