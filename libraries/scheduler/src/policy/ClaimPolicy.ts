import type { Deployment } from '@node-unit/deployment';

import type { ClusterView } from './ClusterView.js';
import type { NodeUnit } from '@node-unit/fleet';

/**
 * The ranking of one node-unit for one deployment by a policy.
 *
 * @remarks
 * `unscored` ranks after every score: unreadable data must never make a node-unit preferable.
 *
 * @public
 */
export type NodeUnitRanking =
  | {
      readonly kind: 'scored';
      readonly address: string;
      /** Finite; the lowest is the best. Equal scores are ties. */
      readonly score: number;
      /** The metrics behind the score, for logs and explanations. */
      readonly metrics: Readonly<Record<string, number>>;
      /** Why the policy could not use its own criterion, and which one it used instead; logged once. */
      readonly fallback?: string;
    }
  | { readonly kind: 'unscored'; readonly address: string; readonly reason: string };

/**
 * The description of a policy for logs.
 *
 * @public
 */
export interface ClaimPolicyDescription {
  readonly name: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Ranks node-units for one deployment after another, all within one view.
 *
 * @public
 */
export type PreparedRanking = (deployment: Deployment, nodeUnits: readonly NodeUnit[]) => readonly NodeUnitRanking[];

/**
 * Ranks the node-units that should claim a deployment now. A policy ranks; the scheduler decides.
 *
 * @remarks
 * `rank` is pure: the same arguments return the same result on every node-unit, otherwise the cluster disagrees. It
 * reads no clock, socket or environment. Scores from plugins and one decision in the core follow the design of the
 * Kubernetes scheduling framework.
 *
 * What it may depend on: the given node-units, the view, and the deployment, apart from its `env`, `args` and `health`,
 * which only its holder sees. The scheduler notes which fields of the deployment were read, and does not ask again in the
 * same round about deployments that are the same in those. A policy that reads `packageName` is asked once for each
 * package; one that reads `id` is asked once for each deployment, and makes that cheap with `prepareBest`.
 *
 * What did not change since an earlier view is the same object in the next: node-units, and the list of deployments of an
 * address. A policy may remember by these objects what follows from them alone.
 *
 * @public
 */
export interface ClaimPolicy {
  /** Published to the cluster; `none` is reserved for {@link createNonePolicy}. */
  readonly name: string;
  describe(): ClaimPolicyDescription;
  /**
   * Returns one ranking for each of the given node-units, in any order. The given node-units are online, claim, and
   * qualify for the deployment; the view also contains the others. A thrown error fails only this round.
   */
  rank(deployment: Deployment, nodeUnits: readonly NodeUnit[], view: ClusterView): readonly NodeUnitRanking[];
  /**
   * Works out what depends on the view alone, once in a round: `prepare(view)(deployment, nodeUnits)` returns what
   * `rank(deployment, nodeUnits, view)` returns. Optional; without it, `rank` is asked.
   */
  prepare?(view: ClusterView): PreparedRanking;
  /**
   * Names the best alone: `prepareBest(view)(deployment, nodeUnits)` returns those entries of what
   * `rank(deployment, nodeUnits, view)` returns that have the lowest score, or none if nobody has a score.
   *
   * @remarks
   * Optional; worth it where the best are found without putting everybody in order. With it, the complete ranking is asked
   * for only if the best do not claim a deployment within the patience, or if somebody looks at the ranking.
   */
  prepareBest?(view: ClusterView): PreparedRanking;
}

/**
 * The context that a policy receives once, at the start.
 *
 * @public
 */
export interface ClaimPolicyContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: {
    info(fields: object, event: string): void;
    warn(fields: object, event: string): void;
  };
}

/**
 * The exports of a policy module.
 *
 * @public
 */
export interface ClaimPolicyModule {
  /** Throws if a setting is not allowed; the message names the variable, the value and what is expected. */
  createClaimPolicy(context: ClaimPolicyContext): ClaimPolicy;
}
