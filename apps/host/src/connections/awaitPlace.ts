import { judgePlace } from '../credentials/judgePlace.js';
import type { Principal } from '../credentials/Principal.js';
import type { Connections } from './Connections.js';

/**
 * Resolves with whether a newcomer gets its place: not if another process with its identity is connected and answers
 * within `patienceMs`.
 */
export async function awaitPlace(
  newcomer: Principal,
  connections: Pick<Connections, 'get'>,
  patienceMs: number,
): Promise<boolean> {
  for (;;) {
    const present = connections.get(newcomer.terminalId);
    if (!present || judgePlace(newcomer, present.principal) !== 'ask') return true;
    if (await present.answers(patienceMs)) return false;
    // Another newcomer may have been faster; then that one is asked.
    if (connections.get(newcomer.terminalId) === present) return true;
  }
}
