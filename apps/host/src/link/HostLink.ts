import type { HostEvent } from '../directory/Directory.js';

/**
 * The connection to the other hosts of a cluster.
 *
 * @remarks
 * Currently, a cluster has one host. Another host would be another link: it is notified of local changes and accepts
 * frames for the terminals that are connected to it.
 */
export interface HostLink {
  /** The directory of this host has changed. */
  publish(event: HostEvent): void;
  /** Whether a terminal of another host was reached. */
  forward(terminalId: string, text: string): boolean;
}

/** The link of a single host. */
export const NO_OTHER_HOSTS: HostLink = { publish: () => undefined, forward: () => false };
