import type { Deployment } from './Deployment.js';

/**
 * A row that cannot be read, and why. Nothing is done with it.
 *
 * @public
 */
export interface InvalidDeployment {
  readonly id: string;
  /** For a person. */
  readonly reason: string;
}

/**
 * A change reported by a {@link DeploymentStore}.
 *
 * @remarks
 * After every (re)connection, a `snapshot` of all rows comes first; `delta`s follow in order.
 * After `unavailable`, earlier changes may be out of date until the next `snapshot`.
 *
 * @public
 */
export type DeploymentChange =
  | {
      readonly kind: 'snapshot';
      readonly deployments: readonly Deployment[];
      readonly invalid?: readonly InvalidDeployment[] | undefined;
    }
  | {
      readonly kind: 'delta';
      readonly upserted: readonly Deployment[];
      readonly removedIds: readonly string[];
      readonly invalid?: readonly InvalidDeployment[] | undefined;
    }
  | { readonly kind: 'unavailable'; readonly reason: string };
