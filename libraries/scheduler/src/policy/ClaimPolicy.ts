import type { Deployment } from '@node-unit/deployment';

import type { ClusterView } from './ClusterView.js';
import type { NodeUnit } from '@node-unit/fleet';

/**
 * What a policy says of one node-unit and one deployment.
 *
 * @remarks
 * `unscored` stands behind every score: data that could not be read must never look attractive.
 *
 * @public
 */
export type NodeUnitRanking =
  | {
      readonly kind: 'scored';
      readonly address: string;
      /** Finite; the lowest is the best. Equal scores are a tie. */
      readonly score: number;
      /** What the score was made of, for logs and explanations. */
      readonly metrics: Readonly<Record<string, number>>;
      /** Why the policy could not judge by what it is for, and by what it did; logged once. */
      readonly fallback?: string;
    }
  | { readonly kind: 'unscored'; readonly address: string; readonly reason: string };

/**
 * A policy in its own words, for logs.
 *
 * @public
 */
export interface ClaimPolicyDescription {
  readonly name: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Judges which node-units should claim a deployment now. A policy ranks, the core decides.
 *
 * @remarks
 * `rank` is pure: the same arguments give the same answer on every node-unit, or the cluster disagrees. It reads no
 * clock, no socket, no environment. The idea of scores from plugins and one decision in the core is that of
 * Kubernetes' scheduling framework.
 *
 * @public
 */
export interface ClaimPolicy {
  /** Announced to the cluster; `none` is reserved for {@link createNonePolicy}. */
  readonly name: string;
  describe(): ClaimPolicyDescription;
  /**
   * One ranking for each of the given node-units, in any order. They are the online and claiming ones that qualify
   * for the deployment; the view also holds the others. An error that is thrown fails this round only.
   */
  rank(deployment: Deployment, nodeUnits: readonly NodeUnit[], view: ClusterView): readonly NodeUnitRanking[];
}

/**
 * What a policy package is given once, at start.
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
 * What the module of a policy package exports.
 *
 * @public
 */
export interface ClaimPolicyModule {
  /** Throws if a setting is not allowed; the message names the variable, the value and what is expected. */
  createClaimPolicy(context: ClaimPolicyContext): ClaimPolicy;
}
