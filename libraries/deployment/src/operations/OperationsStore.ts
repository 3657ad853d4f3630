import type { Observable } from 'rxjs';

import type { StoredDeploymentStatus } from '../DeploymentStatus.js';
import type { DeploymentEvent, EventQuery } from './DeploymentEvent.js';
import type { KnownNodeUnit } from './KnownNodeUnit.js';
import type { HandOverOrder } from './NodeUnitOrders.js';
import type { Operation, OperationResult } from './Operation.js';

/**
 * What operators see beside the deployments themselves, as it changes. A `delta` contains only what has changed; node-units
 * and hand-overs are complete wherever they are present.
 *
 * @public
 */
export type OperationsChange =
  | ({ readonly kind: 'snapshot' } & OperationsRows)
  | {
      readonly kind: 'delta';
      readonly statuses: readonly StoredDeploymentStatus[];
      /** Deployments that have no other statuses than those in this change. */
      readonly statusesOf: readonly string[];
      readonly nodeUnits?: readonly KnownNodeUnit[];
      readonly handOvers?: readonly HandOverOrder[];
      readonly events: readonly DeploymentEvent[];
    }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * Everything that operators see beside the deployments themselves.
 *
 * @public
 */
export interface OperationsRows {
  readonly statuses: readonly StoredDeploymentStatus[];
  readonly nodeUnits: readonly KnownNodeUnit[];
  readonly handOvers: readonly HandOverOrder[];
  /** The latest, oldest first. */
  readonly events: readonly DeploymentEvent[];
}

/**
 * What an operator sees and does in the database.
 *
 * @public
 */
export interface OperationsStore {
  /** A snapshot for every new subscriber, then every change. Never errors: it emits `unavailable` and retries. */
  readonly operations$: Observable<OperationsChange>;

  /** @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN` */
  readEvents(query: EventQuery): Promise<readonly DeploymentEvent[]>;

  /**
   * Changes what shall run. All or nothing.
   *
   * @throws {@link DeploymentStoreError} `STORE_UNAVAILABLE`, `FORBIDDEN`; `REFUSED` if the operation makes no sense, such as
   * a name that does not exist
   */
  operate(operation: Operation): Promise<OperationResult>;
}
