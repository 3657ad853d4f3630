import { measureConnection, type Metrics, type MetricValue } from '@node-unit/app-runtime';
import type { DeploymentReplica, DeploymentStatus } from '@node-unit/deployment';
import type { Membership, NodeUnitCapacity } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import type { LogTotals, Supervisor } from '@node-unit/supervisor';
import { type Observable, Subscription } from 'rxjs';

import { countStates, type Exporter, labelsOf, runningValue } from './deploymentValues.js';
import { FailoverClock, type TakeoverStep } from './FailoverClock.js';
import type { NodeUnitMetric } from './metrics.js';
import type { ProcessUsage, UsageSeries } from './UsageSeries.js';

const BYTES_PER_MB = 2 ** 20;

/** What the metrics of the node-unit are read from. */
export interface NodeUnitSources {
  readonly self: Exporter & { readonly capacity: NodeUnitCapacity };
  readonly terminal: Pick<Terminal, 'connection$'>;
  readonly replica$: Observable<DeploymentReplica>;
  readonly membership$: Observable<Membership>;
  readonly supervisor: Pick<Supervisor, 'states$' | 'instances' | 'logTotals'>;
  /** The number of deployments that could not run here. */
  readonly refused: () => number;
  readonly usage: UsageSeries;
}

type NodeUnitMetrics = Metrics<NodeUnitMetric>;

/** Lets the metrics of the node-unit be read from what it has in memory, and measures failovers, while subscribed. */
export function measureNodeUnit(metrics: NodeUnitMetrics, sources: NodeUnitSources): Subscription {
  const { terminal, self } = sources;
  metrics.read('node_unit_cpu_cores', () => [{ value: self.capacity.cpuCores }]);
  metrics.read('node_unit_memory_capacity_bytes', () => [{ value: self.capacity.memoryTotalMb * BYTES_PER_MB }]);
  readLogs(metrics, sources.supervisor);
  readProcesses(metrics, sources);
  const following = measureConnection(metrics, terminal.connection$);
  following.add(measureDeployments(metrics, sources));
  following.add(measureStaleness(metrics, sources.replica$));
  following.add(measureFailovers(metrics, sources));
  return following;
}

function readLogs(metrics: NodeUnitMetrics, supervisor: NodeUnitSources['supervisor']): void {
  const logTotals = (): LogTotals => supervisor.logTotals();
  metrics.read('node_unit_log_written_bytes_total', () => [{ value: logTotals().writtenBytes }]);
  metrics.read('node_unit_log_written_lines_total', () => [{ value: logTotals().writtenLines }]);
  metrics.read('node_unit_log_dropped_bytes_total', () => [{ value: logTotals().droppedBytes }]);
}

/** The series of a process go away with it. */
function readProcesses(metrics: NodeUnitMetrics, { self, supervisor, usage }: NodeUnitSources): void {
  const read = (name: NodeUnitMetric, valueOf: (process: ProcessUsage) => number): void =>
    metrics.read(name, () =>
      usage.of(supervisor.instances()).map((process): MetricValue => {
        const { deployment, pid } = process.instance;
        return { labels: { ...labelsOf(deployment, self), pid }, value: valueOf(process) };
      }),
    );
  read('node_unit_deployment_cpu_seconds_total', ({ cpuSeconds }) => cpuSeconds);
  read('node_unit_deployment_cpu_usage_ratio', ({ cpuPercent }) => cpuPercent / 100);
  read('node_unit_deployment_memory_rss_bytes', ({ memoryMb }) => memoryMb * BYTES_PER_MB);
}

function measureDeployments(
  metrics: NodeUnitMetrics,
  { self, replica$, supervisor, refused }: NodeUnitSources,
): Subscription {
  let states: ReadonlyMap<string, DeploymentStatus> = new Map();
  let rows: Extract<DeploymentReplica, { deployments: unknown }>['deployments'] = new Map();
  const read = (name: NodeUnitMetric, valueOf: (status: DeploymentStatus) => number | undefined): void =>
    metrics.read(name, () =>
      [...states.values()].flatMap((status): readonly MetricValue[] => {
        const [row, value] = [rows.get(status.deploymentId), valueOf(status)];
        return row === undefined || value === undefined ? [] : [{ labels: labelsOf(row, self), value }];
      }),
    );
  read('node_unit_deployment_running', runningValue);
  read('node_unit_deployment_restarts_total', ({ restarts }) => restarts);
  metrics.read('node_unit_deployments', () => [
    ...countStates(states.values()),
    { labels: { state: 'refused' }, value: refused() },
  ]);
  const following = supervisor.states$.subscribe((next) => (states = next));
  following.add(
    replica$.subscribe((replica) => {
      if (replica.state === 'current') rows = replica.deployments;
    }),
  );
  return following;
}

function measureStaleness(metrics: NodeUnitMetrics, replica$: NodeUnitSources['replica$']): Subscription {
  let staleSinceMs: number | undefined = performance.now();
  metrics.read('node_unit_replica_stale_seconds', () => [
    { value: staleSinceMs === undefined ? 0 : (performance.now() - staleSinceMs) / 1_000 },
  ]);
  return replica$.subscribe(({ state }) => {
    staleSinceMs = state === 'current' ? undefined : (staleSinceMs ?? performance.now());
  });
}

function measureFailovers(
  metrics: NodeUnitMetrics,
  { self, membership$, replica$, supervisor }: NodeUnitSources,
): Subscription {
  const clock = new FailoverClock(self.address);
  const note = (steps: readonly TakeoverStep[]): void => {
    for (const { until, afterMs } of steps) {
      metrics.observe('node_unit_failover_duration_seconds', afterMs / 1_000, { until });
    }
  };
  const following = new Subscription();
  following.add(replica$.subscribe((replica) => note(clock.observeReplica(replica, performance.now()))));
  following.add(supervisor.states$.subscribe((states) => note(clock.observeStates(states, performance.now()))));
  following.add(membership$.subscribe((membership) => clock.observeMembership(membership, performance.now())));
  return following;
}
