import type { Deployment } from '../Deployment.js';
import type { DeploymentStore } from '../DeploymentStore.js';

/**
 * A row of a {@link StoreCase}. Its claim epoch is 1 if it is assigned, otherwise 0, as after an insert.
 *
 * @public
 */
export type StoreCaseRow = Pick<Deployment, 'id' | 'address' | 'enabled' | 'type' | 'exclusiveMs' | 'env'>;

/**
 * A store that contains the rows of a case.
 *
 * @public
 */
export interface StoreUnderTest {
  readonly store: DeploymentStore;
  /** The address for which this store may write. */
  readonly address: string;
}

/**
 * What every {@link DeploymentStore} does: `act` on a store with the rows resolves with `expected`.
 *
 * @public
 */
export interface StoreCase {
  readonly name: string;
  /** For the address for which the store may write. */
  readonly rows: (address: string) => readonly StoreCaseRow[];
  readonly act: (tested: StoreUnderTest) => Promise<unknown>;
  readonly expected: (address: string) => unknown;
}
