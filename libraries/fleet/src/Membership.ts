import type { NodeUnit } from './NodeUnit.js';

/**
 * Who is online, and how far that can be trusted.
 *
 * @remarks
 * `disconnected`: from the host; the list is the last that was known. `joining`: connected a moment ago, others that
 * start at the same time may not be listed yet: nobody claims, nobody releases. `host_young`: the host itself has just
 * started, so a node-unit that it has not listed yet proves nothing; one that it has listed and lists no more is lost.
 * `settled`: a node-unit that is missing is lost.
 *
 * @public
 */
export interface Membership {
  readonly state: 'disconnected' | 'joining' | 'host_young' | 'settled';
  readonly nodeUnits: readonly NodeUnit[];
  /** Every address that was listed at some time since this node-unit connected. */
  readonly seenAddresses: ReadonlySet<string>;
}
