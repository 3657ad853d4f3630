import { servesCluster, type TerminalInfo } from '@node-unit/protocol';

import { WATCH } from './services.js';

/** The terminal that serves the store, or why there is none. */
export type StorageFound =
  { readonly kind: 'found'; readonly terminalId: string } | { readonly kind: 'missing'; readonly reason: string };

/**
 * A terminal that serves the store and may be believed: a member, and one of the trusted keys if there are any. Pure.
 *
 * @param trustedKeys - Public keys of storages; empty = any member.
 * @param random - From 0 up to, not including, 1: which of several.
 */
export function findStorage(
  terminals: readonly TerminalInfo[],
  trustedKeys: readonly string[],
  random: number,
): StorageFound {
  // The list of a connected terminal contains at least the terminal itself.
  if (terminals.length === 0) return { kind: 'missing', reason: 'the host has not been reached yet' };
  const offering = terminals.filter(
    (terminal) => servesCluster(terminal) && Object.values(terminal.serviceInfo ?? {}).some(isStore),
  );
  const trusted = offering.filter(({ terminal_id }) => trustedKeys.length === 0 || trustedKeys.includes(terminal_id));
  const chosen = trusted[Math.floor(random * trusted.length)];
  if (chosen) return { kind: 'found', terminalId: chosen.terminal_id };
  if (offering.length > 0) {
    const found = offering.map(({ terminal_id }) => terminal_id).join(', ');
    return { kind: 'missing', reason: `no storage of STORAGE_PUBLIC_KEYS is on this host; there is ${found}` };
  }
  const advice = 'start node-unit-postgres-storage with the HOST_URL of this host, or set POSTGRES_URI here';
  return { kind: 'missing', reason: `no storage is on this host: ${advice}` };
}

function isStore({ method }: { readonly method: string }): boolean {
  return method === WATCH.method;
}
