import { setTimeout as delay } from 'node:timers/promises';

import { findRunProcesses, type RunMarks } from './findRunProcesses.js';
import { type KnownProcess, hasEnded, recognize } from './KnownProcess.js';
import { nextLook, type ProcessLook } from './ProcessLook.js';
import { sendSignal } from './sendSignal.js';

const LONGEST_PAUSE_MS = 1_000;

/** Kills every process of a run and resolves when none is left, however long the operating system takes. */
export async function killRun(run: RunMarks): Promise<void> {
  sendSignal(-run.groupId, 'SIGKILL');
  await killAll((look) => findRunProcesses(run, look));
}

/**
 * Kills what is found until nothing is found any more and everything that was found has ended.
 *
 * @remarks
 * A process that is ending has lost its environment before its open files: it is not found by its run's id any more, but
 * may still hold a port.
 */
export async function killAll(find: (look: ProcessLook) => readonly number[]): Promise<void> {
  const ending = new Map<number, KnownProcess>();
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const pids = find(await nextLook());
    for (const known of pids.flatMap(recognize)) ending.set(known.pid, known);
    for (const [pid, known] of ending) if (hasEnded(known)) ending.delete(pid);
    if (pids.length === 0 && ending.size === 0) return;
    pids.forEach((pid) => sendSignal(pid, 'SIGKILL'));
    await delay(pauseMs);
  }
}
