import type { HostEvent } from '../directory/Directory.js';

/**
 * The way to the other hosts of a cluster.
 *
 * @remarks
 * Today a cluster has one host. A second one is one more link: it is told what changes here, and takes frames for
 * terminals that are connected there.
 */
export interface HostLink {
  /** The directory of this host has changed. */
  publish(event: HostEvent): void;
  /** Whether a terminal of another host was reached. */
  forward(terminalId: string, text: string): boolean;
}

/** Of a host that is alone. */
export const NO_OTHER_HOSTS: HostLink = { publish: () => undefined, forward: () => false };
