import type { Metrics } from '@node-unit/app-runtime';
import { type ResourceUsage, sumUsage } from '@node-unit/resource-usage';
import type { PlannedRound, RoundOutcome } from '@node-unit/scheduler';

import { ClaimClock } from './ClaimClock.js';
import type { NodeUnitMetric } from './metrics.js';
import { UsageSeries, type UsageSampled } from './UsageSeries.js';

const BYTES_PER_MB = 2 ** 20;

/** What the node-unit hears of itself, round by round and sample by sample, as metrics. */
export class NodeUnitMeasures {
  readonly #metrics: Metrics<NodeUnitMetric>;
  readonly #claims = new ClaimClock();
  public readonly usage = new UsageSeries();

  #total: ResourceUsage | undefined;

  public constructor(metrics: Metrics<NodeUnitMetric>) {
    this.#metrics = metrics;
    const read = (name: NodeUnitMetric, valueOf: (total: ResourceUsage) => number): void =>
      metrics.read(name, () => (this.#total === undefined ? [] : [{ value: valueOf(this.#total) }]));
    read('node_unit_cpu_usage_ratio', ({ cpuPercent }) => cpuPercent / 100);
    read('node_unit_memory_usage_bytes', ({ memoryMb }) => memoryMb * BYTES_PER_MB);
  }

  public readonly onPlan = ({ plan }: PlannedRound): void => this.#claims.observe(plan, performance.now());

  public readonly onOutcome = ({ result, released, durationMs }: RoundOutcome): void => {
    const outcome = result.kind === 'claimed' ? 'claimed' : result.reason;
    this.#metrics.count('node_unit_rounds_total', { outcome });
    this.#metrics.observe('node_unit_round_duration_seconds', durationMs / 1_000);
    this.#metrics.count('node_unit_releases_total', {}, released.length);
    if (result.kind !== 'claimed') return;
    const waitedMs = this.#claims.claimed(result.deploymentId, performance.now());
    if (waitedMs !== undefined) this.#metrics.observe('node_unit_claim_duration_seconds', waitedMs / 1_000);
  };

  /** `undefined` = usage cannot be measured any more. */
  public readonly onSample = (sample: UsageSampled | undefined): void => {
    this.usage.observe(sample);
    this.#total = sample && sumUsage(sample.usages.values());
  };
}
