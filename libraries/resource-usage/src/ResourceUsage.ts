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
