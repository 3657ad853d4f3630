import type Prometheus from 'prom-client';
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { labelText } from './labelText.js';
import type { MetricDeclaration, MetricDeclarations, MetricLabels, MetricValue } from './MetricDeclaration.js';

/**
 * The metrics of a running program. Counting costs no more than a few additions; what is read is read when somebody
 * scrapes.
 *
 * @public
 */
export interface Metrics<Name extends string = string> {
  /** Adds to a counter. */
  count(name: Name, labels?: MetricLabels, by?: number): void;
  /** Adds one observation to a histogram. */
  observe(name: Name, value: number, labels?: MetricLabels): void;
  /** Sets where the values of a gauge or of a counter come from: all series that exist now, asked for at every scrape. */
  read(name: Name, values: () => Iterable<MetricValue>): void;
  /** The exposition in the text format of Prometheus. */
  scrape(): Promise<MetricsText>;
}

/**
 * The body of an answer to a scrape, and its content type.
 *
 * @public
 */
export interface MetricsText {
  readonly contentType: string;
  readonly body: string;
}

/**
 * Who exports the metrics.
 *
 * @public
 */
export interface MetricsSubject {
  readonly program: string;
  readonly version: string;
}

/**
 * Creates the metrics of a program, with those of its process (`process_…`, `nodejs_…`).
 *
 * @remarks
 * prom-client is loaded here and not before, so that a program that serves no metrics does not pay for it.
 *
 * @public
 */
export async function createMetrics<Declarations extends MetricDeclarations>(
  declarations: Declarations,
  { program, version }: MetricsSubject,
): Promise<Metrics<keyof Declarations & string>> {
  const { default: prometheus } = await import('prom-client');
  const registry = new prometheus.Registry();
  prometheus.collectDefaultMetrics({ register: registry });
  const metrics = new PrometheusMetrics(prometheus, registry, { ...commonMetrics, ...declarations });
  metrics.read('node_unit_build_info', () => [
    { labels: { program, version, node_version: process.version }, value: 1 },
  ]);
  metrics.read('node_unit_time_seconds', () => [{ value: Date.now() / 1_000 }]);
  return metrics;
}

/**
 * The metrics that every program has.
 *
 * @public
 */
export const commonMetrics: MetricDeclarations = {
  node_unit_build_info: {
    kind: 'gauge',
    unit: 'none',
    help: 'Always 1; the labels say which program in which version runs on which version of Node.js.',
    labels: ['program', 'version', 'node_version'],
  },
  node_unit_time_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    help: 'The clock of the machine, in seconds since the epoch; compare it with the time of the scrape.',
  },
};

type AnyMetric = Counter | Gauge | Histogram;
type Readers = Map<string, () => Iterable<MetricValue>>;

class PrometheusMetrics implements Metrics {
  readonly #registry: Registry;
  readonly #byName: ReadonlyMap<string, AnyMetric>;
  readonly #readers: Readers = new Map();

  public constructor(prometheus: typeof Prometheus, registry: Registry, declarations: MetricDeclarations) {
    this.#registry = registry;
    const create = createMetric(prometheus, registry, this.#readers);
    this.#byName = new Map(Object.entries(declarations).map(([name, each]) => [name, create(name, each)]));
  }

  public count(name: string, labels: MetricLabels = {}, by = 1): void {
    (this.#byName.get(name) as Counter).inc(textsOf(labels), by);
  }

  public observe(name: string, value: number, labels: MetricLabels = {}): void {
    (this.#byName.get(name) as Histogram).observe(textsOf(labels), value);
  }

  public read(name: string, values: () => Iterable<MetricValue>): void {
    this.#readers.set(name, values);
  }

  public async scrape(): Promise<MetricsText> {
    const body = await this.#registry.metrics();
    // prom-client writes it as no specification has it.
    return { contentType: this.#registry.contentType, body: body.replace(/ Nan$/gm, ' NaN') };
  }
}

function createMetric(prometheus: typeof Prometheus, registry: Registry, readers: Readers) {
  return (name: string, { kind, help, labels = [], buckets = [] }: MetricDeclaration): AnyMetric => {
    const settings = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === 'histogram') return new prometheus.Histogram({ ...settings, buckets: [...buckets] });
    const Kind = kind === 'counter' ? prometheus.Counter : prometheus.Gauge;
    return new Kind({
      ...settings,
      collect(this: Counter | Gauge) {
        const read = readers.get(name);
        if (read === undefined) return;
        this.reset();
        // A gauge without labels is 0 after a reset; a series that does not exist has no value at all.
        this.remove({});
        for (const { labels: values = {}, value } of read()) this.inc(textsOf(values), value);
      },
    });
  };
}

function textsOf(labels: MetricLabels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, labelText(value)]));
}
