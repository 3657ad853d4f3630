/**
 * A statement with the values of its parameters.
 *
 * @public
 */
export interface PostgresStatement {
  readonly text: string;
  readonly values?: unknown[] | undefined;
}

/**
 * Runs a statement and resolves with its rows. Rejects with the driver's error; if somebody holds a lock for too long, it
 * says who.
 *
 * @public
 */
export type Query = <Row>(statement: PostgresStatement) => Promise<readonly Row[]>;

/**
 * The notifications of the tables' triggers.
 *
 * @public
 */
export type NotificationChannel = 'deployment_change' | 'portal_config_change' | 'operation_change' | 'order_change';

/**
 * Which notifications to follow, and what to read when some have arrived.
 *
 * @public
 */
export interface FollowOptions<T> {
  readonly channel: NotificationChannel;
  /**
   * Called with the notifications since the last call; initially, and every minute if there is no `check`, with `all`, which
   * stands for the whole table.
   */
  readonly load: (query: Query, payloads: readonly string[]) => Promise<T>;
  /**
   * Called every minute: what no notification has said; undefined if there is nothing.
   *
   * `announced` resolves with the notifications that were sent before it was called and have not been given to `load` yet.
   */
  readonly check?: (query: Query, announced: () => Promise<ReadonlySet<string>>) => Promise<T | undefined>;
  /** Default: 60000. */
  readonly checkIntervalMs?: number | undefined;
}
