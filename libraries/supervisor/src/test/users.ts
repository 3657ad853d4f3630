import { runAsUser } from '../users/runAsUser.js';
import type { RunAs } from '../users/RunAs.js';

/** Apart from the range of real node-units on this machine. */
export const TEST_RANGE = { first: 1_910_000_000, last: 1_910_000_999 };
export const IN_RANGE: RunAs = { kind: 'range', range: TEST_RANGE };

const trial = await runAsUser(TEST_RANGE.first, ['/bin/true']);
/** Tests that need several users are skipped where this process may not start processes of others. */
export const canIsolate = trial.isDone;

/** What another user finds out or does on this machine. */
export async function asStranger(...command: readonly string[]): Promise<string> {
  const { stdout, complaint } = await runAsUser(TEST_RANGE.last, command);
  return `${stdout}${complaint}`;
}
