/**
 * The combined usage of processes.
 *
 * @public
 */
export interface ResourceUsage {
  /** Share of the machine's whole CPU capacity, 0 to 100. */
  readonly cpuPercent: number;
  /** Resident memory in MB (2^20 bytes). */
  readonly memoryMb: number;
}

/**
 * The usage of a process and all that descend from it.
 *
 * @public
 */
export interface TreeUsage extends ResourceUsage {
  /** CPU time of each process of the tree since its start, in ms of one core, by pid; `undefined` = unknown. */
  readonly cpuTimesMs?: ReadonlyMap<number, number>;
}
