import type { Observable } from 'rxjs';

import type { DeploymentChange } from './DeploymentChange.js';
import type { NodeUnitOrders } from './operations/NodeUnitOrders.js';
import type { StatusReport, StoredDeploymentStatus } from './DeploymentStatus.js';

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
 * The result of a release.
 *
 * @public
 */
export interface ReleaseResult {
  /** The deployments released by this call. */
  readonly released: readonly AddressWrite[];
  /** Addresses that the store takes for online. */
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
  /** Deployments of the addresses that were left because somebody holds their rows locked; the next call tries again. */
  readonly locked?: readonly string[];
}

/**
 * The result of a claim. A conflict is a regular result: another node-unit was first, or the row is no longer
 * enabled or no longer exists.
 *
 * @public
 */
export type ClaimResult =
  { readonly outcome: 'claimed'; readonly claimEpoch: number } | { readonly outcome: 'conflict' };

/**
 * Access to the deployment table. Programs use no other.
 *
 * @remarks
 * Every write is conditional on the holder that the caller saw, so each may be repeated safely.
 *
 * @public
 */
export interface DeploymentStore {
  /**
   * A snapshot for every new subscriber, then every change. Never errors: while the store is unavailable,
   * it emits `unavailable` and retries.
   */
  readonly changes$: Observable<DeploymentChange>;

  /**
   * Makes the enabled deployments of lost addresses unassigned. Any node-unit may do this; a repeated release changes
   * nothing. A row that somebody else holds locked is left for the next call.
   *
   * @param exclusive - Those exclusive deployments of the addresses that may be released, at the claim epoch that was
   * seen. The other exclusive ones stay.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`
   */
  release(lostAddresses: readonly string[], exclusive?: readonly AddressWrite[]): Promise<ReleaseResult>;

  /**
   * Assigns an unassigned, enabled deployment to `address`. The database decides races.
   *
   * @param claimEpoch - The claim epoch that was seen: a deployment that was assigned meanwhile is not claimed. Default: any.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  claim(deploymentId: string, address: string, claimEpoch?: number): Promise<ClaimResult>;

  /**
   * Makes one deployment unassigned if it is still assigned to `address`: its holder hands it back.
   *
   * @param reason - For a person; kept in the event.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  handBack(deploymentId: string, address: string, reason?: string): Promise<void>;

  /**
   * Gives a deployment that is assigned to `address` a new claim epoch, if it still has the given one. Its holder does so
   * before it starts an exclusive deployment.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  renewClaim(deploymentId: string, address: string, claimEpoch: number): Promise<ClaimResult>;

  /**
   * What operators want of a node-unit: the present state for every new subscriber, then every change. Errors when the store
   * is lost; what was known before still holds.
   */
  watchOrders(address: string): Observable<NodeUnitOrders>;

  /**
   * Replaces what is known of deployments on `address`.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  reportStatus(address: string, report: StatusReport): Promise<void>;

  /**
   * What deployments do on the node-units that run them; of all deployments if none is named.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`
   */
  readStatus(deploymentIds?: readonly string[]): Promise<readonly StoredDeploymentStatus[]>;
}
