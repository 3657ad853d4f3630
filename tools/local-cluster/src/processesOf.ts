import { listProcesses, readProcFile } from '@node-unit/resource-usage';
import { filter, firstValueFrom, interval, map, startWith, timeout } from 'rxjs';

const ASK_INTERVAL_MS = 20;

/**
 * The live processes that a node-unit's deployments consist of, found by their environment: what the operating system
 * says, whatever the node-unit says. Needs a `/proc`.
 */
export function processesOf(address: string): readonly number[] {
  return processesWith(`NODE_UNIT_PUBLIC_KEY=${address}\0`);
}

/** The live processes that have a text in their environment or on their command line. Needs a `/proc`. */
export function processesWith(text: string): readonly number[] {
  const pids = listProcesses();
  if (!pids) throw new Error('this machine has no /proc to find processes in');
  return pids.filter(
    (pid) =>
      pid !== process.pid &&
      (readProcFile(pid, 'environ').includes(text) || readProcFile(pid, 'cmdline').includes(text)),
  );
}

/** The variables of a process, as the operating system shows them. Needs a `/proc`. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  const pairs = readProcFile(pid, 'environ').split('\0').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/**
 * Resolves when no process of a node-unit's deployments is left. The operating system does not say when a process ends
 * that is not ours, so it is asked.
 */
export async function untilNoProcessOf(address: string, deadlineMs = 5_000): Promise<void> {
  await firstValueFrom(
    interval(ASK_INTERVAL_MS).pipe(
      startWith(0),
      map(() => processesOf(address).length),
      filter((count) => count === 0),
      timeout({ first: deadlineMs, meta: `processes of ${address} are still alive` }),
    ),
  );
}
