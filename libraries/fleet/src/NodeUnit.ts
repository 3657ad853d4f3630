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
 * What the settled instances of one package use together on one node-unit: those whose process has been up for a full
 * sampling interval.
 *
 * @public
 */
export interface PackageUsage extends NodeUnitResourceUsage {
  readonly instances: number;
}

/**
 * What a node-unit has measured of processes that have settled, part by part. It tells which deployments are in the
 * measurements already, and so which are still to be counted by an estimate.
 *
 * @public
 */
export interface NodeUnitSettledUsage {
  /** Of the node-unit itself and its daemons; `undefined` while its own process has not settled. */
  readonly base: NodeUnitResourceUsage | undefined;
  /** Of the deployments that it holds, by package name. */
  readonly packages: Readonly<Record<string, PackageUsage>>;
}

/**
 * An online node-unit as the others see it.
 *
 * @remarks
 * `undefined` means that a value was not published or is malformed: it is unknown, never zero.
 *
 * @public
 */
export interface NodeUnit {
  /** Its ED25519 public key, base58. */
  readonly address: string;
  readonly name: string;
  /** All tags of its terminal. */
  readonly tags: Readonly<Record<string, string>>;
  /** Set by the operator of the machine (`NODE_UNIT_TAGS`); constraints match these. */
  readonly nodeTags: Readonly<Record<string, string>>;
  /** Whether it claims at all; one under the policy `none`, or one that is stopping, does not. */
  readonly claiming: boolean;
  readonly capacity: NodeUnitCapacity | undefined;
  /** Of everything that it runs, as last published. */
  readonly resourceUsage: NodeUnitResourceUsage | undefined;
  readonly settledUsage: NodeUnitSettledUsage | undefined;
}
