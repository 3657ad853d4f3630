/**
 * The declaration of one metric of a program, after the rules of Prometheus: base units, `_total` for counters.
 *
 * @public
 */
export interface MetricDeclaration {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** `none` for numbers of things. */
  readonly unit: 'seconds' | 'bytes' | 'ratio' | 'none';
  /** One sentence: what a value means. */
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of the buckets of a histogram, ascending. */
  readonly buckets?: readonly number[];
}

/**
 * All metrics of a program, by name.
 *
 * @public
 */
export type MetricDeclarations = Readonly<Record<string, MetricDeclaration>>;

/**
 * The values of the labels of one series.
 *
 * @public
 */
export type MetricLabels = Readonly<Record<string, string | number>>;

/**
 * The value of one series at the moment of a scrape.
 *
 * @public
 */
export interface MetricValue {
  readonly labels?: MetricLabels;
  readonly value: number;
}
