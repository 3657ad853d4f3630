import { createMetrics, type Metrics, type MetricsText, type ServedMetrics } from '@node-unit/app-runtime';

import type { Hub } from '../Hub.js';
import { describeOwnTarget, describeTarget, type MetricsTarget, type ServedAt } from './describeTargets.js';
import { LeaveCounts } from './LeaveCounts.js';
import { type HostMetric, hostMetrics } from './metrics.js';
import { readHub } from './readHub.js';

interface HostMetricsOptions {
  readonly version: string;
  /** The metrics on a port of their own; undefined = the host serves them on its own port alone. */
  readonly served: ServedMetrics<HostMetric> | undefined;
  /** The refused connections so far, by reason. */
  readonly refusedConnections: () => Readonly<Record<string, number>>;
}

/** The metrics of the host, and where those of the cluster are. */
export class HostMetrics {
  readonly #hub: Hub;
  readonly #options: HostMetricsOptions;
  readonly #leaves = new LeaveCounts();
  #metrics: Promise<Metrics<HostMetric>> | undefined;

  public constructor(hub: Hub, options: HostMetricsOptions) {
    this.#hub = hub;
    this.#options = options;
    this.#leaves.follow(hub.events$);
    if (options.served) this.#metrics = Promise.resolve(this.#connect(options.served.metrics));
  }

  public async scrape(): Promise<MetricsText> {
    this.#metrics ??= createMetrics(hostMetrics, { program: 'host', version: this.#options.version }).then((metrics) =>
      this.#connect(metrics),
    );
    return (await this.#metrics).scrape();
  }

  /** All targets of the cluster, the host first. */
  public targets(reachedAt: ServedAt): readonly MetricsTarget[] {
    const { client, connections } = this.#hub;
    const own = describeOwnTarget({ ...reachedAt, port: this.#options.served?.port ?? reachedAt.port });
    const others = client.terminals.map((info) =>
      describeTarget(info, connections.get(info.terminal_id)?.remoteAddress),
    );
    return [own, ...others.filter((target) => target !== undefined)];
  }

  #connect(metrics: Metrics<HostMetric>): Metrics<HostMetric> {
    const { refusedConnections } = this.#options;
    readHub(metrics, { hub: this.#hub, leaves: this.#leaves, refusedConnections });
    return metrics;
  }
}
