/**
 * The published resource usage of a node-unit and its deployments.
 *
 * @public
 */
export interface NodeUnitUsage {
  /** When it was announced, by the clock of the node-unit. */
  readonly time: Date;
  readonly address: string;
  /** Of the machine's whole CPU capacity. */
  readonly cpuPercent: number;
  readonly memoryMb: number;
}
