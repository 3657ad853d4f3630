import type { Deployment } from '@node-unit/deployment';
import type { NodeUnitCapacity } from '@node-unit/fleet';
import type { ClaimPolicy, ClaimPolicyContext } from '@node-unit/scheduler';

/**
 * A machine of the simulated cluster.
 *
 * @beta
 */
export interface SimulatedNode {
  readonly name: string;
  readonly capacity: NodeUnitCapacity;
  /** Tags as `NODE_UNIT_TAGS` would give it. */
  readonly nodeTags?: Readonly<Record<string, string>>;
  /** A silent node never publishes its usage. Default: false. */
  readonly silent?: boolean;
  /** Its address, if it is one that exists. Default: one that the seed gives. */
  readonly address?: string;
  /** Whether it claims; one that does not keeps what it holds. Default: true. */
  readonly claiming?: boolean;
  /** What it uses without deployments, in cores of its machine. Default: 0.01 cores and 60 MB. */
  readonly base?: { readonly cpuCores: number; readonly memoryMb: number };
}

/**
 * Deployments of one package, inserted at once.
 *
 * @beta
 */
export interface SimulatedWorkload {
  readonly packageName: string;
  readonly count: number;
  /** What each instance uses, in cores of whatever machine. */
  readonly cpuCores: number;
  readonly memoryMb: number;
  /** After the cluster is ready. Default 0. */
  readonly insertedMs?: number;
  /** The rows themselves, which wait and are as many as `count`. Default: rows are made up. */
  readonly rows?: readonly Deployment[];
}

/**
 * How long everything takes in the simulated cluster, in virtual milliseconds.
 *
 * @beta
 */
export interface SimulationTiming {
  /** Between rounds when no event starts one. Default 5,000. */
  readonly intervalMs: number;
  /** Between measurements; each covers the preceding interval. Default 5,000. */
  readonly samplingIntervalMs: number;
  /** How long the eligible may leave a candidate. Default 10,000. */
  readonly patienceMs: number;
  /** Until a change of the membership reaches a node-unit, from and to; each node-unit has its own. Default 5 to 50. */
  readonly membershipDelayMs: readonly [least: number, most: number];
  /** One way between a node-unit and the store, from and to. Default 1 to 20. */
  readonly storeDelayMs: readonly [least: number, most: number];
  /** From the claim until the process uses anything. Default 500. */
  readonly startUpMs: number;
  /** The simulation ends here at the latest, counted from when the cluster is ready. Default 300,000. */
  readonly limitMs: number;
}

/**
 * The simulated cluster. The same options and policy give the same result, if the policy is deterministic.
 *
 * @beta
 */
export interface SimulationOptions {
  readonly nodes: readonly SimulatedNode[];
  readonly workloads: readonly SimulatedWorkload[];
  /**
   * Rows that nodes hold from the beginning, by the addresses of the nodes; they use what the workload of their package
   * says, or nothing if there is none. Default: none.
   */
  readonly held?: readonly Deployment[];
  readonly seed: number;
  readonly timing?: Partial<SimulationTiming>;
  /** Maximum relative error of a measurement. Default 0.05. */
  readonly noise?: number;
  /** The environment that every policy is created with. Default: empty. */
  readonly env?: ClaimPolicyContext['env'];
  /** Called with the progress, about once per virtual second. */
  readonly onProgress?: (progress: SimulationProgress) => void;
}

/**
 * How far a simulation is.
 *
 * @beta
 */
export interface SimulationProgress {
  readonly virtualMs: number;
  readonly rounds: number;
  readonly claims: number;
  readonly deployments: number;
}

/**
 * Makes a policy, once per simulated node-unit: `createClaimPolicy` of a policy package, or something that loads it.
 *
 * @beta
 */
export type CreateClaimPolicy = (context: ClaimPolicyContext) => ClaimPolicy | Promise<ClaimPolicy>;

const DEFAULT_TIMING: SimulationTiming = {
  intervalMs: 5_000,
  samplingIntervalMs: 5_000,
  patienceMs: 10_000,
  startUpMs: 500,
  limitMs: 300_000,
  membershipDelayMs: [5, 50],
  storeDelayMs: [1, 20],
};

/** The timing with all defaults filled in. */
export function timingOf({ timing }: SimulationOptions): SimulationTiming {
  return { ...DEFAULT_TIMING, ...timing };
}
