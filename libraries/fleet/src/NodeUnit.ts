/**
 * The capacity of a machine.
 *
 * @public
 */
export interface NodeUnitCapacity {
  readonly cpuCores: number;
  readonly memoryTotalMb: number;
}

/**
 * The resource usage of a node-unit and the processes of its deployments.
 *
 * @public
 */
export interface NodeUnitResourceUsage {
  /** Share of the machine's whole CPU capacity, 0 to 100. */
  readonly cpuPercent: number;
  readonly memoryMb: number;
}

/**
 * The total usage of the settled instances of one package on one node-unit. An instance has settled when its process
 * has been running for a full sampling interval.
 *
 * @public
 */
export interface PackageUsage extends NodeUnitResourceUsage {
  readonly instances: number;
}

/**
 * The measurements of settled processes by package. They show which deployments are already included in the
 * measurements, and which have to be estimated.
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
 * An online node-unit, as published to the others.
 *
 * @remarks
 * `undefined` means that a value was not published or is malformed: it is unknown, not zero.
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
  /** Whether it runs commands that are no program of the deployment's package; `undefined` if it does not say. */
  readonly allowsCommands?: boolean | undefined;
  /** Names of the only deployments that may run there; `undefined` = any. */
  readonly onlyNames?: readonly string[] | undefined;
  readonly capacity: NodeUnitCapacity | undefined;
  /** Of everything that it runs, as last published. */
  readonly resourceUsage: NodeUnitResourceUsage | undefined;
  readonly settledUsage: NodeUnitSettledUsage | undefined;
}
