import type { Deployment } from './Deployment.js';

/**
 * What a {@link DeploymentStore} says over time.
 *
 * @remarks
 * The first word after (re)connecting is always a `snapshot` of all rows; `delta`s follow in order.
 * After `unavailable` everything heard before may be out of date, until the next `snapshot`.
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
