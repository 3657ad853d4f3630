import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const ASK_MS = 20;

/** Whether a process runs; one that has ended and was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return false;
  }
}

/**
 * Resolves with the time (`performance.now()`) when a process has ended. The operating system does not say when a process
 * ends that is not our child, so it is asked.
 */
export async function processEnd(pid: number, signal: AbortSignal): Promise<number> {
  while (isRunning(pid)) await delay(ASK_MS, undefined, { signal });
  return performance.now();
}
