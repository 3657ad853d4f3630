import type { NodeUnit } from './NodeUnit.js';

/**
 * The online node-units, and how reliable this list is.
 *
 * @remarks
 * `disconnected`: not connected to the host; the list is the last known one. `joining`: connected a moment ago; others
 * that start at the same time may not be listed yet, so nothing is claimed or released. `host_young`: the host has just
 * started, so a node-unit that it has not listed yet is not considered lost; one that was listed and is no longer
 * listed is lost. `settled`: a node-unit that is missing is lost.
 *
 * @public
 */
export interface Membership {
  readonly state: 'disconnected' | 'joining' | 'host_young' | 'settled';
  readonly nodeUnits: readonly NodeUnit[];
  /** All addresses that have been listed since this node-unit connected. */
  readonly seenAddresses: ReadonlySet<string>;
}

/**
 * Whether nothing may be concluded from the list: not connected, or only for a moment. Pure.
 *
 * @public
 */
export function isUnsettled({ state }: Pick<Membership, 'state'>): boolean {
  return state === 'disconnected' || state === 'joining';
}

/**
 * Tells whether an address is missing from the list, as far as the list can be relied on: nobody is while it is unsettled, and
 * while the host is young, only who was listed before. Pure.
 *
 * @public
 */
export function missingFrom(membership: Membership): (address: string) => boolean {
  if (isUnsettled(membership)) return () => false;
  const { state, nodeUnits, seenAddresses } = membership;
  const listed = new Set(nodeUnits.map(({ address }) => address));
  return (address) => !listed.has(address) && (state === 'settled' || seenAddresses.has(address));
}
