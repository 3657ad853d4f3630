import type { Deployment } from '@node-unit/deployment';

import type { NodeUnit } from '@node-unit/fleet';

/**
 * The cluster at one moment, as one node-unit sees it. Deeply read-only.
 *
 * @public
 */
export interface ClusterView {
  /** Milliseconds since the epoch; the only clock that a policy has. */
  readonly nowMs: number;
  /** Every online node-unit, claiming or not. */
  readonly nodeUnits: readonly NodeUnit[];
  /** The enabled deployments that each address holds; an address without any is missing. */
  readonly deploymentsByAddress: ReadonlyMap<string, readonly Deployment[]>;
}
