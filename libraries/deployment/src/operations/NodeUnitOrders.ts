/**
 * A deployment that an operator wants away from the node-unit that holds it. The holder hands it over: nobody takes it.
 *
 * @public
 */
export interface HandOverOrder {
  readonly deploymentId: string;
  /** The node-unit that held it when the order was given; it means nothing for another holder. */
  readonly address: string;
  /** For a person. */
  readonly reason: string;
  /** ISO 8601, by the clock of the database. */
  readonly requestedAt: string;
}

/**
 * What operators want of one node-unit.
 *
 * @public
 */
export interface NodeUnitOrders {
  /** Set while the node-unit is drained: it claims nothing and hands its deployments over, one after another. */
  readonly drained: { readonly since: string; readonly reason: string } | undefined;
  readonly handOvers: readonly HandOverOrder[];
}

/**
 * The orders of a node-unit of which nobody wants anything.
 *
 * @public
 */
export const NO_ORDERS: NodeUnitOrders = { drained: undefined, handOvers: [] };
