/**
 * What an event says.
 *
 * - `inserted`, `spec`, `deleted`: an operator has changed the row.
 * - `address`: it was assigned, released or handed back.
 * - `status`: it has entered a state of which an operator has to know, or has left one.
 * - `node_unit_online`, `node_unit_offline`, `node_unit_drained`, `node_unit_undrained`: about the node-unit `address`; no
 *   deployment is concerned.
 *
 * @public
 */
export type DeploymentEventKind =
  | 'inserted'
  | 'address'
  | 'spec'
  | 'deleted'
  | 'status'
  | 'node_unit_online'
  | 'node_unit_offline'
  | 'node_unit_drained'
  | 'node_unit_undrained';

/**
 * One row of the table `deployment_event`.
 *
 * @public
 */
export interface DeploymentEvent {
  /** Grows with time. */
  readonly id: number;
  /** ISO 8601 with milliseconds, by the clock of the database. */
  readonly occurredAt: string;
  /** A kind of a later version is kept as it is. */
  readonly kind: DeploymentEventKind | (string & {});
  /** Empty for an event about a node-unit. */
  readonly deploymentId: string;
  readonly name: string;
  readonly replica: number;
  readonly packageName: string;
  readonly previousAddress: string;
  readonly address: string;
  readonly claimEpoch: number;
  readonly enabled: boolean;
  /** Of an event of the kind `spec`. */
  readonly changedColumns: readonly string[];
  /** Of an event of the kind `status`. */
  readonly state: string;
  /** For a person; empty if nobody gave one. */
  readonly reason: string;
}

/**
 * Which events to read: the latest, newest first.
 *
 * @public
 */
export interface EventQuery {
  /** Default: of all deployments and node-units. */
  readonly deploymentIds?: readonly string[];
  /** Only earlier ones than this event. */
  readonly beforeId?: number;
  /** Only those since then, ISO 8601. */
  readonly since?: string;
  /** At most 1,000. */
  readonly limit: number;
}
