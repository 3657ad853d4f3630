import type { Deployment } from './Deployment.js';

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
  | { readonly kind: 'snapshot'; readonly deployments: readonly Deployment[] }
  | {
      readonly kind: 'delta';
      readonly upserted: readonly Deployment[];
      readonly removedIds: readonly string[];
    }
  | { readonly kind: 'unavailable'; readonly reason: string };
