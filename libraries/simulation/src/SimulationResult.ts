import type { NodeUnitCapacity } from '@node-unit/fleet';
import type { ClaimPolicyDescription, RoundTrigger, SkipReason } from '@node-unit/scheduler';

import type { SimulationTiming } from './SimulationOptions.js';

/**
 * The actual deployments and load of a node at one moment, not a measurement.
 *
 * @beta
 */
export interface NodeLoad {
  readonly deployments: number;
  /** Share of its CPU that its deployments use, or will once they run; 1 = all of it. */
  readonly cpuShare: number;
  readonly memoryShare: number;
}

/**
 * A node after the simulation.
 *
 * @beta
 */
export interface NodeResult extends NodeLoad {
  readonly name: string;
  readonly address: string;
  readonly capacity: NodeUnitCapacity;
  readonly silent: boolean;
}

/**
 * A claim that the store has accepted, with the load of every node just before it.
 *
 * @beta
 */
export interface SimulatedClaim {
  readonly atMs: number;
  readonly deploymentId: string;
  readonly packageName: string;
  readonly address: string;
  /** In the order of the nodes. */
  readonly loadsBefore: readonly NodeLoad[];
}

/**
 * One round of one node-unit.
 *
 * @beta
 */
export interface SimulatedRound {
  readonly atMs: number;
  readonly address: string;
  readonly trigger: RoundTrigger;
  readonly claimedId: string | undefined;
  /** By how many ranks patience had widened the eligible for what was claimed. */
  readonly widenedBy: number;
  readonly skipReason: SkipReason | undefined;
  readonly skipDetail: string | undefined;
}

/**
 * Two node-units that were asked the same about the same facts, and named different eligible sets.
 *
 * @remarks
 * The facts are the deployment, who is online with what usage, and who holds what; not the time.
 *
 * @beta
 */
export interface Disagreement {
  readonly atMs: number;
  readonly deploymentId: string;
  readonly first: { readonly address: string; readonly eligible: readonly string[] };
  readonly second: { readonly address: string; readonly eligible: readonly string[] };
}

/**
 * A deployment that was never claimed.
 *
 * @beta
 */
export interface UnclaimedDeployment {
  readonly deploymentId: string;
  /** Since when it waits. */
  readonly sinceMs: number;
  /** Why the node-unit that was asked last may not claim it, in words; `undefined` if none was asked, or if one may. */
  readonly refusal?: string | undefined;
}

/**
 * The result of a simulation. All times are virtual, in ms since the cluster was ready.
 *
 * @beta
 */
export interface SimulationResult {
  readonly policy: ClaimPolicyDescription;
  readonly seed: number;
  readonly timing: SimulationTiming;
  readonly nodes: readonly NodeResult[];
  readonly deployments: number;
  /** Deployments that were never claimed. */
  readonly unclaimed: readonly UnclaimedDeployment[];
  /** In the order in which the store has accepted them. */
  readonly claims: readonly SimulatedClaim[];
  readonly rounds: readonly SimulatedRound[];
  readonly disagreements: readonly Disagreement[];
  /** When the simulation ended. */
  readonly endedMs: number;
}
