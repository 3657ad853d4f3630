/**
 * What a machine has to give.
 *
 * @public
 */
export interface NodeUnitCapacity {
  readonly cpuCores: number;
  readonly memoryTotalMb: number;
}

/**
 * What a node-unit and the processes of its deployments use.
 *
 * @public
 */
export interface NodeUnitResourceUsage {
  /** Share of the machine's whole CPU capacity, 0 to 100. */
  readonly cpuPercent: number;
  readonly memoryMb: number;
}

/**
 * An online node-unit as the others see it.
 *
 * @remarks
 * `undefined` means that it was not said, or not in a form that could be read: it is unknown, never zero.
 *
 * @public
 */
export interface NodeUnit {
  /** Its ED25519 public key, base58. */
  readonly address: string;
  readonly name: string;
  /** All tags of its terminal. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it claims at all; one under the policy `none`, or one that is stopping, does not. */
  readonly claiming: boolean;
  readonly capacity: NodeUnitCapacity | undefined;
  readonly resourceUsage: NodeUnitResourceUsage | undefined;
}
