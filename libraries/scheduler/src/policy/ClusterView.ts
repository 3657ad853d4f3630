import type { Deployment } from '@node-unit/deployment';

import type { NodeUnit } from '@node-unit/fleet';

/**
 * A snapshot of the cluster, as seen by one node-unit. Deeply read-only.
 *
 * @public
 */
export interface ClusterView {
  /** Milliseconds since the epoch; the only clock available to a policy. */
  readonly nowMs: number;
  /** Every online node-unit, claiming or not. */
  readonly nodeUnits: readonly NodeUnit[];
  /** The enabled deployments assigned to each address, in no particular order; addresses without any are missing. */
  readonly deploymentsByAddress: ReadonlyMap<string, readonly Deployment[]>;
}
