/** The same for readers of either language. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** What a number of repetitions took, in milliseconds. */
export interface Distribution {
  readonly repetitions: number;
  readonly median: number;
  readonly p99: number;
  /** From the first to the third quartile. */
  readonly quartiles: readonly [number, number];
  readonly max: number;
  /**
   * CPU time of the process that does the work, its garbage collection included: what is left when others use the machine,
   * too. NaN (`null` in JSON) where several processes do it.
   */
  readonly cpuMedian: number;
  readonly cpuP99: number;
}

/** One thing that was measured, beside its baseline in the same run. */
export interface Figure {
  readonly subject: string;
  /** What was measured, and in which setting. */
  readonly what: Text;
  readonly measured: Distribution;
  /** The same by the way that it is compared to. */
  readonly baseline: Distribution & { readonly what: Text };
  /** Median of the baseline by median of the measured. */
  readonly ratio: number;
  /** Default: `cpu`. `wall` if the work is done by several processes. */
  readonly ratioOf?: 'cpu' | 'wall';
  /** What the 99th percentile shall be at most, in ms. */
  readonly goalMs?: number;
  /** Each repetition, in the order in which it was measured; for a picture. */
  readonly samplesMs?: readonly number[];
  /** What else was measured in the same run. */
  readonly further?: readonly FurtherFigure[];
}

/** One number beside a figure. */
export interface FurtherFigure {
  readonly what: Text;
  readonly value: number;
  readonly unit: string;
  /** What it shall be at most. */
  readonly goal?: number;
}
