/**
 * A node-unit that has been seen on the host, online or not.
 *
 * @public
 */
export interface KnownNodeUnit {
  readonly address: string;
  readonly name: string;
  readonly version: string;
  readonly online: boolean;
  /** Set while it is drained, ISO 8601, by the clock of the database. */
  readonly drainedAt: string | undefined;
  /** Why it is drained, for a person. */
  readonly drainReason: string;
  /** When it came online or went offline, ISO 8601, by the clock of the database. */
  readonly seenAt: string;
}

/**
 * A node-unit as a storage sees it on the host.
 *
 * @public
 */
export type OnlineNodeUnit = Pick<KnownNodeUnit, 'address' | 'name' | 'version'>;
