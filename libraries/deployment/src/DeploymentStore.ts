import type { Observable } from 'rxjs';

import type { DeploymentChange } from './DeploymentChange.js';

/**
 * One assignment that a store has changed, with the claim epoch that the change made.
 *
 * @public
 */
export interface AddressWrite {
  readonly deploymentId: string;
  readonly claimEpoch: number;
}

/**
 * The answer to a claim. A conflict is an ordinary answer: somebody else was first, or the row is no longer
 * enabled or no longer there.
 *
 * @public
 */
export type ClaimResult =
  { readonly outcome: 'claimed'; readonly claimEpoch: number } | { readonly outcome: 'conflict' };

/**
 * The only way to the deployment table.
 *
 * @remarks
 * Every write is conditional on the holder that the caller saw, so each may be repeated safely.
 *
 * @public
 */
export interface DeploymentStore {
  /**
   * A snapshot for every new subscriber, then every change. Never errors: while the store is out of reach
   * it says `unavailable`, and keeps trying.
   */
  readonly changes$: Observable<DeploymentChange>;

  /**
   * Makes the enabled deployments of lost addresses unassigned. Any node-unit may do it; who comes second changes
   * nothing.
   *
   * @returns What this call has released.
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`
   */
  release(lostAddresses: readonly string[]): Promise<readonly AddressWrite[]>;

  /**
   * Assigns an unassigned, enabled deployment to `address`. The database decides races.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  claim(deploymentId: string, address: string): Promise<ClaimResult>;

  /**
   * Makes one deployment unassigned if it is still assigned to `address`: the way a node-unit that stops gives
   * back what it held.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  handBack(deploymentId: string, address: string): Promise<void>;
}
