import type { TerminalInfo } from './TerminalInfo.js';

/**
 * What a terminal is, as the host states it; a terminal cannot state it of itself.
 *
 * - `host`: the host's own terminal
 * - `member`: a terminal of the cluster itself: a node-unit, a storage, an operator
 * - `workload`: a process of a deployment; `node_unit` is the address of the node-unit that runs it
 * - `unknown`: this host does not tell members and workloads apart
 *
 * @public
 */
export type StatedPrincipal =
  | { readonly class: 'host' | 'member' | 'unknown' }
  | { readonly class: 'workload'; readonly deployment_id: string; readonly node_unit: string };

/** What every terminal is on a host that does not say. */
export const UNKNOWN_PRINCIPAL: StatedPrincipal = { class: 'unknown' };

/**
 * Whether a terminal may serve the cluster: a member, or anybody where the host does not tell members from workloads.
 *
 * @public
 */
export function servesCluster({ principal = UNKNOWN_PRINCIPAL }: TerminalInfo): boolean {
  return principal.class === 'member' || principal.class === 'unknown';
}
