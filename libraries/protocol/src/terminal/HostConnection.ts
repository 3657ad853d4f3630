/**
 * The state of a terminal's connection to its host.
 *
 * - `disconnected`: not connected; reconnection is automatic. `reason` is set if the host gave one.
 * - `connected`: usable; the first terminal list of this connection has been received. `hostUptimeMs` is for how long
 *   the host had been running at that moment, if it reports this.
 * - `replaced`: another process is connected with this terminal's id. Final: there is no reconnecting after it. `refused`
 *   is set if that process was there first and answers, so that the host did not let this terminal in.
 *
 * @public
 */
export type HostConnection =
  | { readonly state: 'disconnected'; readonly reason?: string }
  | {
      readonly state: 'connected';
      readonly hostUptimeMs: number | undefined;
      /** Whether this host tells members and workloads apart; Yuan's host does not. */
      readonly statesPrincipals: boolean;
    }
  | { readonly state: 'replaced'; readonly refused?: true };

/** Whether both states are equal for an observer: another attempt failed for the same reason. */
export function isSameConnection(before: HostConnection, after: HostConnection): boolean {
  if (before.state !== 'disconnected' || after.state !== 'disconnected') return false;
  return before.reason === after.reason;
}
