import type { Deployment } from '@node-unit/deployment';
import type { RoundTrigger, SkipReason } from '@node-unit/scheduler';

import type { FaultSchedule } from './FaultSchedule.js';

/**
 * Who asked for a write, and in which of its rounds.
 *
 * @beta
 */
export interface WriteCause {
  readonly node: string;
  readonly address: string;
  /** Which of the node's agents, from 1, and which of its rounds. */
  readonly agent: number;
  readonly round: number;
  /** When the round had decided. */
  readonly decidedMs: number;
  /** The claim epoch that a claim named. */
  readonly seenEpoch?: number | undefined;
}

/**
 * A change of an address that the store has accepted from a node-unit.
 *
 * @beta
 */
export interface RecordedWrite extends WriteCause {
  readonly atMs: number;
  readonly before: Deployment;
  readonly after: Deployment;
}

/**
 * A candidate that was passed over by a claim of a later one.
 *
 * @beta
 */
export interface PassedOver {
  readonly deploymentId: string;
  /** For how long, by its own clock, the claimant had found itself eligible for it in every round. */
  readonly eligibleMs: number;
}

/**
 * A round that has claimed something or has failed.
 *
 * @beta
 */
export interface RecordedRound {
  readonly atMs: number;
  readonly node: string;
  readonly agent: number;
  readonly round: number;
  readonly trigger: RoundTrigger;
  readonly claimedId: string | undefined;
  readonly skipReason: SkipReason | undefined;
  readonly skipDetail: string | undefined;
  /** Those that were eligible, came before what was claimed, and were not tried. */
  readonly passedOver: readonly PassedOver[];
  /** Two neighbours in the queue that are not in the order of the documents. */
  readonly misordered: readonly [earlier: Deployment, later: Deployment] | undefined;
}

/**
 * Two node-units that run a deployment at the same claim epoch.
 *
 * @beta
 */
export interface SharedClaim {
  readonly atMs: number;
  readonly deploymentId: string;
  readonly claimEpoch: number;
  readonly nodes: readonly [string, string];
}

/**
 * One life of an agent.
 *
 * @beta
 */
export interface RecordedAgent {
  readonly node: string;
  readonly address: string;
  readonly startedMs: number;
  /** Infinity if it lived to the end. */
  readonly endedMs: number;
}

/**
 * A deployment that does not run where it should when the simulation ends.
 *
 * @beta
 */
export interface Unplaced {
  readonly deploymentId: string;
  readonly address: string;
  /** The nodes that run it. */
  readonly runners: readonly string[];
  /** The nodes that could. */
  readonly qualified: readonly string[];
}

/**
 * What has happened in a cluster with faults. All times are virtual, in ms from the start.
 *
 * @beta
 */
export interface FaultHistory {
  readonly schedule: FaultSchedule;
  /** In the order in which the store has accepted them. */
  readonly writes: readonly RecordedWrite[];
  /** Those that have claimed something or have failed. */
  readonly rounds: readonly RecordedRound[];
  readonly agents: readonly RecordedAgent[];
  readonly roundCount: number;
  readonly sharedClaims: readonly SharedClaim[];
  readonly unplaced: readonly Unplaced[];
  /** How many enabled deployments each node-unit that is online holds in the end, by its node. */
  readonly held: Readonly<Record<string, number>>;
  readonly endedMs: number;
}
