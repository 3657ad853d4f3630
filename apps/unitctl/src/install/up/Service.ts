/** A process that runs. */
export interface RunningService {
  readonly pid: number;
  /** Resolves with what it ended with, in words, and with what it said about it. */
  readonly ended: Promise<string>;
  /** Ends it in order, within a bound. */
  stop(): Promise<void>;
}

/** Something that is to be kept running. */
export interface Service {
  readonly name: string;
  /**
   * Resolves when it is usable.
   *
   * @throws AppError if it is not, with its own words
   */
  start(signal: AbortSignal): Promise<RunningService>;
}
